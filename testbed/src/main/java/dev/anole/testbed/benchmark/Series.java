package dev.anole.testbed.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The values of one figure over the repeats. For one thread. */
final class Series {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** The lower of the two in the middle, if there are two. */
    double median() {
        return percentile(50);
    }

    /** The smallest value that so many percent of the values do not exceed (nearest rank). */
    double percentile(int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
        return sorted.get(Math.max(1, rank) - 1);
    }

    /** The median, and, if there are several values, the least and the greatest. */
    String text(int decimals) {
        String format = "%,." + decimals + "f";
        String median = String.format(Locale.ROOT, format, median());
        if (values.size() == 1) {
            return median;
        }
        return String.format(Locale.ROOT, "%s (" + format + "–" + format + ")", median, percentile(0), percentile(100));
    }
}
