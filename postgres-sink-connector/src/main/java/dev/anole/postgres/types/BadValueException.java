package dev.anole.postgres.types;

import dev.anole.contract.ColumnDefinition;
import java.util.Locale;

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

    /** What the operator may do about a row that is in MySQL, a sentence without a full stop. */
    public String remedy() {
        return "Change the value in MySQL, or " + policy();
    }

    /** What the operator may do about a row that the stream has brought: the same without its first half. */
    public String remedyInStream() {
        String policy = policy();
        return policy.substring(0, 1).toUpperCase(Locale.ROOT) + policy.substring(1);
    }

    private String policy() {
        return key
                ? "set bad_values: {key: discard_row} for the source, which leaves such rows out"
                : "set another policy than fail in bad_values: {" + kind.key() + ": ...} of the source";
    }
}
