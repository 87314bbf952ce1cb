package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRangeTest {

    private static final KeyBound ONE = new KeyBound(List.of("1"));
    private static final KeyBound TWO = new KeyBound(List.of("2"));

    @Test
    void excludesItsLowerAndIncludesItsUpperBound() {
        assertThat(new KeyRange(ONE, TWO).where(List.of("`id`"))).isEqualTo(" WHERE `id` > 1 AND `id` <= 2");
    }

    @Test
    void isOpenWhereItHasNoBound() {
        assertThat(new KeyRange(null, TWO).where(List.of("`id`"))).isEqualTo(" WHERE `id` <= 2");
        assertThat(new KeyRange(ONE, null).where(List.of("`id`"))).isEqualTo(" WHERE `id` > 1");
        assertThat(KeyRange.WHOLE.where(List.of("`id`"))).isEmpty();
    }

    @Test
    void comparesCompositeKeysPartByPart() {
        KeyBound bound = new KeyBound(List.of("1", "x'61'", "3"));

        assertThat(bound.isExceededBy(List.of("`a`", "`b`", "`c`")))
                .isEqualTo("(`a` > 1 OR (`a` = 1 AND (`b` > x'61' OR (`b` = x'61' AND `c` > 3))))");
        assertThat(bound.isNotExceededBy(List.of("`a`", "`b`", "`c`")))
                .isEqualTo("(`a` < 1 OR (`a` = 1 AND (`b` < x'61' OR (`b` = x'61' AND `c` <= 3))))");
    }
}
