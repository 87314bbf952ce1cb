package dev.anole.admin.join;

/**
 * MySQL's estimates of a table; they may be far off.
 *
 * @param rowBytes average size of a row; 0 if unknown
 */
record TableSize(long rows, long rowBytes) {

    private static final long RANGE_BYTES = 16L << 20;
    private static final long UNKNOWN_ROW_BYTES = 200;
    private static final long MIN_RANGE_ROWS = 1_000;
    private static final long MAX_RANGE_ROWS = 200_000;

    /** Rows that make a range worth its transaction, and short enough for one. */
    long rowsPerRange() {
        long fitting = RANGE_BYTES / (rowBytes <= 0 ? UNKNOWN_ROW_BYTES : rowBytes);
        return Math.max(MIN_RANGE_ROWS, Math.min(MAX_RANGE_ROWS, fitting));
    }

    /** How many readers find work, at least one. */
    int usefulReaders(int available) {
        long ranges = (rows + rowsPerRange() - 1) / rowsPerRange();
        return (int) Math.max(1, Math.min(available, ranges));
    }

    long bytes() {
        return rows * Math.max(1, rowBytes);
    }
}
