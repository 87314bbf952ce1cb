package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FinishedRangesTest {

    @Test
    void joinsNeighboursInWhateverOrderTheyEnd() {
        FinishedRanges finished = new FinishedRanges();

        finished.set(finished.with(range("1", "2")));
        finished.set(finished.with(range("3", "4")));
        assertThat(finished.with(range("2", "3"))).containsExactly(range("1", "4"));
    }

    @Test
    void keepsApartWhatDoesNotTouch() {
        FinishedRanges finished = new FinishedRanges();

        finished.set(finished.with(range(null, "1")));
        finished.set(finished.with(range("3", null)));
        assertThat(finished.with(range("1", "2"))).containsExactlyInAnyOrder(range(null, "2"), range("3", null));
    }

    @Test
    void isTheWholeTableInTheEnd() {
        FinishedRanges finished = new FinishedRanges();

        finished.set(finished.with(range("1", null)));
        assertThat(finished.with(range(null, "1"))).containsExactly(KeyRange.WHOLE);
    }

    private static KeyRange range(@Nullable String after, @Nullable String upTo) {
        return new KeyRange(
                after == null ? null : new KeyBound(List.of(after)), upTo == null ? null : new KeyBound(List.of(upTo)));
    }
}
