package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableSizeTest {

    @Test
    void givesWideRowsShortRanges() {
        assertThat(new TableSize(1_000_000, 180).rowsPerRange()).isBetween(50_000L, 200_000L);
        assertThat(new TableSize(1_000_000, 10_000_000).rowsPerRange()).isEqualTo(1_000);
        assertThat(new TableSize(1_000_000, 1).rowsPerRange()).isEqualTo(200_000);
    }

    @Test
    void takesNoMoreReadersThanThereAreRanges() {
        assertThat(new TableSize(0, 0).usefulReaders(4)).isEqualTo(1);
        assertThat(new TableSize(120_000, 180).usefulReaders(4)).isEqualTo(2);
        assertThat(new TableSize(9_000_000, 180).usefulReaders(4)).isEqualTo(4);
    }
}
