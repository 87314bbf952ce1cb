package dev.anole.mysql.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a column's type consists of.
 *
 * @param name in upper case, of one word or several
 * @param numbers in brackets
 * @param labels in brackets
 */
record TypeWords(
        String name,
        List<Long> numbers,
        List<String> labels,
        boolean unsigned,
        boolean zerofill,
        boolean binary,
        @Nullable String characterSet,
        @Nullable String collation) {

    private static final Set<String> SECOND =
            Set.of("VARYING", "PRECISION", "VARCHAR", "VARBINARY", "CHAR", "CHARACTER");

    TypeWords {
        numbers = List.copyOf(numbers);
        labels = List.copyOf(labels);
    }

    static TypeWords of(List<Leaf> leaves) {
        int at = 1;
        StringBuilder name = new StringBuilder(upper(leaves.get(0)));
        while (at < leaves.size() && SECOND.contains(upper(leaves.get(at))) && !isSetOf(leaves, at)) {
            name.append(' ').append(upper(leaves.get(at++)));
        }
        List<Long> numbers = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        boolean unsigned = false;
        boolean zerofill = false;
        boolean binary = false;
        String characterSet = null;
        String collation = null;
        for (; at < leaves.size(); at++) {
            Leaf leaf = leaves.get(at);
            if (leaf.kind() == Leaf.Kind.STRING) {
                labels.add(leaf.text().replaceFirst(" +$", ""));
                continue;
            }
            if (leaf.text().matches("[0-9]+")) {
                numbers.add(Long.valueOf(leaf.text()));
                continue;
            }
            switch (upper(leaf)) {
                case "UNSIGNED" -> unsigned = true;
                case "ZEROFILL" -> zerofill = true;
                case "BINARY" -> binary = true;
                case "ASCII" -> characterSet = "latin1";
                case "UNICODE" -> characterSet = "ucs2";
                case "BYTE" -> characterSet = "binary";
                case "CHARSET", "SET" -> characterSet = leaves.get(++at).text();
                case "COLLATE" -> collation = leaves.get(++at).text();
                default -> {
                    // Brackets, commas, SIGNED, and the first word of CHARACTER SET.
                }
            }
        }
        return new TypeWords(
                name.toString(), numbers, labels, unsigned || zerofill, zerofill, binary, characterSet, collation);
    }

    private static boolean isSetOf(List<Leaf> leaves, int at) {
        return at + 1 < leaves.size() && leaves.get(at + 1).isWord("SET");
    }

    private static String upper(Leaf leaf) {
        return leaf.text().toUpperCase(Locale.ROOT);
    }

    /** @param otherwise where it has none */
    long number(int index, long otherwise) {
        return index < numbers.size() ? numbers.get(index) : otherwise;
    }

    /** The same with a collation of the column's. */
    TypeWords withCollation(@Nullable String other) {
        return other == null
                ? this
                : new TypeWords(name, numbers, labels, unsigned, zerofill, binary, characterSet, other);
    }
}
