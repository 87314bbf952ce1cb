package dev.anole.testbed.benchmark;

import java.util.ArrayList;
import java.util.List;

/** A table that reads well as it is and is Markdown too. For one thread. */
final class MarkdownTable {

    private final List<List<String>> lines = new ArrayList<>();

    MarkdownTable(String... header) {
        lines.add(List.of(header));
    }

    void add(List<String> cells) {
        lines.add(List.copyOf(cells));
    }

    /** The first column is flush left, the others flush right. */
    String text() {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < lines.size(); number++) {
            append(text, lines.get(number), widths);
            if (number == 0) {
                appendRule(text, widths);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            text.append("| ")
                    .append(i == 0 ? cells.get(i) + padding : padding + cells.get(i))
                    .append(' ');
        }
        text.append("|\n");
    }

    private static void appendRule(StringBuilder text, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append('|').append("-".repeat(widths[i] + 1)).append(i == 0 ? '-' : ':');
        }
        text.append("|\n");
    }
}
