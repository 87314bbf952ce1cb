package dev.anole.testbed.replica;

import java.util.List;
import java.util.Set;

/** What is known to arrive wrongly, to be taken out of here with the mend. It is to become empty. */
final class PendingValues {

    private static final Set<String> TYPES = Set.of(
            // Character sets that the JDK lacks.
            "VARCHAR(30) CHARACTER SET dec8",
            "VARCHAR(30) CHARACTER SET hp8",
            "VARCHAR(30) CHARACTER SET swe7",
            "VARCHAR(30) CHARACTER SET keybcs2",
            "VARCHAR(30) CHARACTER SET armscii8",
            "VARCHAR(30) CHARACTER SET geostd8",
            // A byte that is none of its set, in MariaDB.
            "VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin",
            "INET4",
            "INET6",
            "UUID");

    private PendingValues() {}

    /** The cases that are left, with the values that are left. */
    static List<ValueCase> without(List<ValueCase> cases) {
        return cases.stream()
                .filter(value -> !TYPES.contains(value.columnType()) && !hasLongLabel(value.columnType()))
                .map(value -> value.without(text -> isPending(value.columnType(), text)))
                .toList();
    }

    private static boolean hasLongLabel(String type) {
        return type.startsWith("ENUM('" + "l".repeat(64));
    }

    private static boolean isPending(String type, String value) {
        if (type.equals("FLOAT")) {
            // The copy reads 0 for -0.
            return value.equals("0e0 * -1");
        }
        if (type.endsWith(" sjis")) {
            // MySQL reads the bytes 81 5f as U+005C, Java as U+FF3C.
            return value.equals("'\\\\'");
        }
        if (type.startsWith("SET('',")) {
            // {''} is taken for {}.
            return value.equals("1") || value.equals("3");
        }
        if (type.startsWith("ENUM(")) {
            // Index 0.
            return value.equals("0");
        }
        if (type.startsWith("TIME") && !type.startsWith("TIMESTAMP")) {
            // Outside of a day.
            return value.startsWith("'-") || value.startsWith("'838") || value.equals("'24:00:01'");
        }
        if (type.startsWith("DATE")) {
            return value.startsWith("'2023-02-31");
        }
        // NUL, and a large DECIMAL, whose opaque value is "malformed" by the stream.
        return type.equals("JSON") && (value.contains("u0000") || value.contains("DECIMAL(65,30)"));
    }
}
