package dev.anole.testbed.replica;

import java.util.List;
import java.util.Set;

/** What is known to arrive wrongly, to be taken out of here with the mend. It is to become empty. */
final class PendingValues {

    private static final Set<String> TYPES = Set.of(
            // A byte that is none of its set, in MariaDB.
            "VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin");

    private PendingValues() {}

    /** The cases that are left, with the values that are left. */
    static List<ValueCase> without(List<ValueCase> cases) {
        return cases.stream()
                .filter(value -> !TYPES.contains(value.columnType()))
                .map(value -> value.without(text -> isPending(value.columnType(), text)))
                .toList();
    }

    private static boolean isPending(String type, String value) {
        if (type.startsWith("SET('',")) {
            // Right in PostgreSQL, {"",a}; the comparison goes by MySQL's text, which hides the empty label.
            return value.equals("3");
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
        return type.equals("JSON") && value.contains("u0000");
    }
}
