package dev.anole.testbed.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the figures, repeat by repeat, in the order in which each first came. For one thread. */
final class Report {

    private static final String NONE = "–";

    /** A figure, and what the databases allow of the same. */
    private record Figure(Unit unit, Series values, Series limits, List<Double> ratios) {}

    private record Spent(long items, CpuTimes times) {}

    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final Map<String, List<Spent>> spent = new LinkedHashMap<>();

    /** A figure without a limit. */
    void add(String name, Unit unit, double value) {
        figure(name, unit).values().add(value);
    }

    /** A figure beside the limit that was measured in the same repeat, in the same unit. */
    void add(String name, Unit unit, double value, double limit) {
        Figure figure = figure(name, unit);
        figure.values().add(value);
        figure.limits().add(limit);
        figure.ratios().add(value / limit);
    }

    /**
     * CPU time that a piece of work took.
     *
     * @param items the rows or changes in it
     */
    void cpu(String name, long items, CpuTimes times) {
        spent.computeIfAbsent(name, key -> new ArrayList<>()).add(new Spent(items, times));
    }

    private Figure figure(String name, Unit unit) {
        return figures.computeIfAbsent(name, key -> new Figure(unit, new Series(), new Series(), new ArrayList<>()));
    }

    String text() {
        return figuresText() + (spent.isEmpty() ? "" : "\n" + cpuText());
    }

    private String figuresText() {
        MarkdownTable table = new MarkdownTable("Figure", "Anole", "limit, same run", "ratio");
        figures.forEach((name, figure) -> {
            boolean limited = !figure.ratios().isEmpty();
            Series ratios = new Series();
            figure.ratios().forEach(ratios::add);
            table.add(List.of(
                    name,
                    figure.unit().of(figure.values()),
                    limited ? figure.unit().of(figure.limits()) : NONE,
                    limited ? ratios.text(2) : NONE));
        });
        return table.text();
    }

    /** Means over the repeats: seconds, and microseconds for each row or change. */
    private String cpuText() {
        List<String> processes = CpuTimes.PROCESSES;
        List<String> header = new ArrayList<>(List.of("CPU seconds (µs per row or change)"));
        header.addAll(processes);
        header.add("all");
        MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
        spent.forEach((name, runs) -> {
            List<String> cells = new ArrayList<>(List.of(name));
            processes.forEach(process -> cells.add(cell(
                    runs,
                    runs.stream().mapToDouble(run -> run.times().of(process)).sum())));
            cells.add(cell(
                    runs, runs.stream().mapToDouble(run -> run.times().total()).sum()));
            table.add(cells);
        });
        return table.text();
    }

    private static String cell(List<Spent> runs, double seconds) {
        long items = runs.stream().mapToLong(Spent::items).sum();
        return Double.isNaN(seconds)
                ? NONE
                : String.format(Locale.ROOT, "%.2f (%.1f)", seconds / runs.size(), seconds * 1e6 / items);
    }
}
