package dev.anole.contract.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollationIdsTest {

    @ParameterizedTest
    @CsvSource({
        "8, latin1",
        "33, utf8mb3",
        "51, cp1251",
        "63, binary",
        "255, utf8mb4",
        "323, utf8mb4",
        "1032, latin1",
        "2304,",
        "17,"
    })
    void namesTheCharacterSet(int collation, String characterSet) {
        assertThat(CollationIds.characterSet(collation).orElse(null)).isEqualTo(characterSet);
    }
}
