package dev.anole.testbed.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and how much of it.
 *
 * @param rows of the narrow table that is copied; 0 leaves it out
 * @param wideRows of the wide table that is copied; 0 leaves it out
 * @param changes in the backlog that is drained
 * @param commits whose way is timed, on a fresh worker and again on the warm one
 * @param repeats of each copy and drain; the figures are then medians
 * @param heapMegabytes of the Connect worker
 * @param update a Markdown file whose generated block is replaced; null for none
 */
record BenchmarkOptions(
        List<Phase> phases,
        long rows,
        long wideRows,
        long changes,
        int commits,
        int repeats,
        int heapMegabytes,
        @Nullable Path update) {

    static final String USAGE = """
            Usage: Benchmark [copy] [drain] [latency] [all] [options]

              --rows <number>       narrow rows to copy; 0 for none       (1000000)
              --wide-rows <number>  wide rows to copy; 0 for none         (500000)
              --changes <number>    row changes in the drained backlog    (300000)
              --commits <number>    single commits whose way is timed     (200)
              --repeats <number>    of each copy and drain, for medians   (1)
              --heap <megabytes>    of the Connect worker                 (512)
              --update <file>       replaces the file's generated block by the figures
              --help
            """;

    BenchmarkOptions {
        phases = List.copyOf(phases);
    }

    static boolean asksForHelp(String[] arguments) {
        return Arrays.asList(arguments).contains("--help");
    }

    /** @throws IllegalArgumentException with a sentence for who typed it */
    static BenchmarkOptions parse(String[] arguments) {
        Set<Phase> phases = EnumSet.noneOf(Phase.class);
        long rows = 1_000_000;
        long wideRows = 500_000;
        long changes = 300_000;
        long commits = 200;
        long repeats = 1;
        long heapMegabytes = 512;
        Path update = null;
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "copy", "drain", "latency" -> phases.add(phase(word));
                case "all" -> phases.addAll(EnumSet.allOf(Phase.class));
                case "--rows" -> rows = number(word, words, 0);
                case "--wide-rows" -> wideRows = number(word, words, 0);
                case "--changes" -> changes = number(word, words, ChangePlan.LEAST_CHANGES);
                case "--commits" -> commits = number(word, words, 1);
                case "--repeats" -> repeats = number(word, words, 1);
                case "--heap" -> heapMegabytes = number(word, words, 64);
                case "--update" -> update = Path.of(value(word, words));
                default -> throw new IllegalArgumentException("Unknown argument " + word + ".");
            }
        }
        if (phases.isEmpty()) {
            phases.addAll(EnumSet.allOf(Phase.class));
        }
        return new BenchmarkOptions(
                List.copyOf(phases),
                rows,
                wideRows,
                changes,
                Math.toIntExact(commits),
                Math.toIntExact(repeats),
                Math.toIntExact(heapMegabytes),
                update);
    }

    private static Phase phase(String word) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.toString().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static long number(String option, Iterator<String> words, long least) {
        String value = value(option, words);
        try {
            long number = Long.parseLong(value.replace("_", ""));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " is " + value + ", which is no number.", e);
        }
        throw new IllegalArgumentException(option + " is " + value + ", it must be at least " + least + ".");
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value.");
        }
        return words.next();
    }
}
