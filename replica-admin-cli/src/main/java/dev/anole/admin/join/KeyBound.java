package dev.anole.admin.join;

import java.util.List;

/**
 * A key's value.
 *
 * @param literals per key column, as MySQL's statements have it
 */
record KeyBound(List<String> literals) {
    KeyBound {
        literals = List.copyOf(literals);
    }

    /** The condition that a row's key is greater. Not as a row constructor, for which MySQL scans the whole table. */
    String isExceededBy(List<String> quotedColumns) {
        return compare(quotedColumns, 0, ">", ">");
    }

    /** The condition that a row's key is this or smaller. */
    String isNotExceededBy(List<String> quotedColumns) {
        return compare(quotedColumns, 0, "<", "<=");
    }

    private String compare(List<String> columns, int part, String strict, String lastPart) {
        String column = columns.get(part);
        String literal = literals.get(part);
        if (part == columns.size() - 1) {
            return column + " " + lastPart + " " + literal;
        }
        return "(" + column + " " + strict + " " + literal + " OR (" + column + " = " + literal + " AND "
                + compare(columns, part + 1, strict, lastPart) + "))";
    }
}
