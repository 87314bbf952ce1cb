package dev.anole.postgres.types;

import dev.anole.contract.ColumnDefinition;

/** A value that PostgreSQL cannot hold, where the policy is to fail. The message names column and kind, not the value. */
public final class BadValueException extends RuntimeException {

    private final BadValueKind kind;
    private final boolean key;

    BadValueException(ColumnDefinition column, BadValueKind kind, boolean key) {
        super("column " + column.name() + " (" + column.columnType() + ")" + (key ? " belongs to the key and" : "")
                + " holds " + kind.description() + ", which PostgreSQL cannot hold");
        this.kind = kind;
        this.key = key;
    }

    /** What the operator may do, a sentence without a full stop. */
    public String remedy() {
        return key
                ? "Change the key in MySQL, or set bad_values: {key: discard_row} for the source, which leaves such rows"
                        + " out"
                : "Change the value in MySQL, or set another policy than fail in bad_values: {" + kind.key()
                        + ": ...} of the source";
    }
}
