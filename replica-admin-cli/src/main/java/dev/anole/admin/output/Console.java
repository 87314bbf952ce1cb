package dev.anole.admin.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a command writes. With {@code --json} the standard output holds one document and nothing else: sentences go to
 * the standard error. Safe for use by several threads, line by line.
 */
public final class Console {

    private static final int DEFAULT_WIDTH = 120;
    private static final int MIN_WIDTH = 60;
    private static final int LONGEST_WHOLE_WORD = 20;
    /** Blanks beside a cell. */
    private static final int PADDING = 2;
    /** What the start script found out: Java 17 cannot ask for the standard error alone. */
    private static final String TERMINAL = "anole.terminal";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    public Console(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    public boolean json() {
        return json;
    }

    /** Whether the standard error is a terminal on which the cursor may move. */
    public boolean terminal() {
        return Boolean.getBoolean(TERMINAL) && !CommandLog.isOnConsole();
    }

    /** What a command has done, a sentence for people; it is logged. */
    public void say(String sentence) {
        say(sentence, sentence);
    }

    /** @param told the same for those who are told of it elsewhere, without a statement's literals */
    public synchronized void say(String sentence, String told) {
        line(sentence);
        CommandLog.result(sentence, told);
    }

    /** A line of what a command was asked to show; it is not logged. */
    public synchronized void line(String line) {
        PrintWriter writer = json ? err : out;
        writer.println(line);
        writer.flush();
    }

    /** What happens at the moment; never part of a result. It is logged. */
    public synchronized void progress(String line) {
        if (!CommandLog.isOnConsole()) {
            ask(line);
        }
        CommandLog.info(line);
    }

    /** What the operator sees in another form, as bars. */
    public void log(String line) {
        CommandLog.info(line);
    }

    /** A question, or what else makes sense to who sits at the terminal alone; it is not logged. */
    public synchronized void ask(String line) {
        err.println(line);
        err.flush();
    }

    /** It is logged too. */
    public synchronized void warn(String sentence) {
        if (!CommandLog.isOnConsole()) {
            ask("Warning: " + sentence);
        }
        CommandLog.warn(sentence);
    }

    /** Why a command has failed, and what to do; it is logged too. */
    public synchronized void failed(String sentence, String remedy) {
        ask("replica-admin: " + sentence);
        ask(remedy);
        CommandLog.error(sentence + " " + remedy);
    }

    /** The one JSON document; nothing without {@code --json}. */
    public synchronized void document(Object document) {
        if (!json) {
            return;
        }
        try {
            out.println(Json.MAPPER.writeValueAsString(document));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a JSON document: " + document.getClass(), e);
        }
    }

    /** Clears the screen, where there is one, before it is written anew. */
    public synchronized void clear() {
        if (terminal() && !json) {
            out.print("\033[H\033[2J");
        }
    }

    /** A table that fits the terminal; long cells go on in further lines. */
    public void table(List<String> header, List<List<String>> rows) {
        Column[] columns = IntStream.range(0, header.size())
                .mapToObj(index -> new Column()
                        .header(header.get(index))
                        .headerAlign(HorizontalAlign.LEFT)
                        .dataAlign(HorizontalAlign.LEFT)
                        .minWidth(longestWord(header, rows, index) + PADDING))
                .toArray(Column[]::new);
        String[][] cells = rows.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new);
        line(AsciiTable.builder()
                .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER)
                .maxTableWidth(width())
                .data(columns, cells)
                .asString()
                .lines()
                .map(String::stripTrailing)
                .reduce((above, below) -> above + System.lineSeparator() + below)
                .orElse(""));
    }

    /** Words stay whole where they are not very long. */
    private static int longestWord(List<String> header, List<List<String>> rows, int column) {
        return Stream.concat(Stream.of(header), rows.stream())
                .flatMap(row -> Stream.of(row.get(column).split("\\s+")))
                .mapToInt(String::length)
                .map(length -> Math.min(length, LONGEST_WHOLE_WORD))
                .max()
                .orElse(0);
    }

    /** Names and values, one pair a line. */
    public void pairs(List<List<String>> pairs) {
        int longest =
                pairs.stream().mapToInt(pair -> pair.get(0).length()).max().orElse(0);
        for (List<String> pair : pairs) {
            String indented = Arrays.stream(pair.get(1).split("\n", -1))
                    .reduce((first, next) -> first + System.lineSeparator() + " ".repeat(longest + 2) + next)
                    .orElse("");
            line(pair.get(0) + " ".repeat(longest - pair.get(0).length() + 2) + indented);
        }
    }

    /** Characters in a line of the terminal; the shell or the start script tells. */
    private static int width() {
        String columns = System.getenv("COLUMNS");
        if (columns == null || !columns.matches("[1-9][0-9]{0,3}")) {
            return DEFAULT_WIDTH;
        }
        return Math.max(MIN_WIDTH, Integer.parseInt(columns));
    }
}
