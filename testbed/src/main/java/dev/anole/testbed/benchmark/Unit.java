package dev.anole.testbed.benchmark;

/** What a figure counts. */
enum Unit {
    ROWS_PER_SECOND("rows/s", 0),
    CHANGES_PER_SECOND("changes/s", 0),
    MILLISECONDS("ms", 1),
    SECONDS("s", 1);

    private final String text;
    private final int decimals;

    Unit(String text, int decimals) {
        this.text = text;
        this.decimals = decimals;
    }

    String of(Series series) {
        return series.text(decimals) + " " + text;
    }
}
