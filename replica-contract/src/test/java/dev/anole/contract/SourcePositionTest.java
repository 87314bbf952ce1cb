package dev.anole.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePositionTest {

    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @ParameterizedTest
    @CsvSource({
        "binlog.000001, 4, binlog.000001, 4, 0",
        "binlog.000001, 4, binlog.000001, 5, -1",
        "binlog.000001, 999, binlog.000002, 4, -1",
        "binlog.000009, 4, binlog.000010, 4, -1",
        "binlog.999999, 999999, binlog.1000000, 4, -1",
        "binlog.1000000, 4, binlog.2147483647, 4, -1",
        "my.server-bin.000002, 4, my.server-bin.000010, 4, -1",
        "binlog.000001, 4294967295, binlog.000001, 4294967296, -1",
        "binlog.000001, 4294967300, binlog.000001, 9, 1",
        "binlog.000001, 9223372036854775807, binlog.000002, 0, -1",
    })
    void ordersFilePositions(String file, long position, String otherFile, long otherPosition, int order) {
        assertThat(SourcePosition.compareFilePositions(file, position, otherFile, otherPosition))
                .isEqualTo(order);
        assertThat(SourcePosition.compareFilePositions(otherFile, otherPosition, file, position))
                .isEqualTo(-order);
        assertThat(new SourcePosition(file, position, null)
                        .filePositionAtLeast(new SourcePosition(otherFile, otherPosition, null)))
                .isEqualTo(order >= 0);
    }

    @Test
    void refusesToOrderWhatIsNotABinlogFile() {
        assertThatThrownBy(() -> SourcePosition.compareFilePositions("binlog.index", 4, "binlog.000001", 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("binlog.index");
    }

    @Test
    void refusesANegativePosition() {
        assertThatThrownBy(() -> new SourcePosition("binlog.000001", -1, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsForMessages() {
        assertThat(new SourcePosition("binlog.000001", 4, null)).hasToString("binlog.000001:4");
        assertThat(new SourcePosition("binlog.000001", 4, GtidSet.parse(UUID + ":1-5")))
                .hasToString("binlog.000001:4 (GTIDs " + UUID + ":1-5)");
    }
}
