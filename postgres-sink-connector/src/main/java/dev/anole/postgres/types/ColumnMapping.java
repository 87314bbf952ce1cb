package dev.anole.postgres.types;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.catalogue.PostgresName;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One column on both sides.
 *
 * @param quotedName in PostgreSQL, for statements
 * @param key whether it belongs to the columns by which rows are found
 * @param policies for values that PostgreSQL cannot hold, by each kind
 */
public record ColumnMapping(
        ColumnDefinition column,
        String quotedName,
        PostgresType type,
        boolean key,
        Map<BadValueKind, BadValuePolicy> policies) {

    /** What came of a value. */
    public enum Outcome {
        VALUE,
        NULL,
        /** The row is not to be written. */
        DISCARD
    }

    static ColumnMapping of(ColumnDefinition column, MappedTable table, boolean key) {
        return new ColumnMapping(
                column,
                PostgresName.quote(Identifiers.fit(column.name())),
                TypeTable.of(column, table),
                key,
                table.mapping().badValues().of(key));
    }

    /** Whether PostgreSQL's column is NOT NULL: one that may hold what becomes NULL is not, whatever MySQL says. */
    public boolean notNull() {
        return !column.nullable() && !may(BadValuePolicy.Action.NULL);
    }

    /** Whether a value that PostgreSQL cannot hold may occur, and is treated so. */
    public boolean may(BadValuePolicy.Action action) {
        return type.badValues().stream().anyMatch(kind -> policy(kind).action() == action);
    }

    private BadValuePolicy policy(BadValueKind kind) {
        return policies.getOrDefault(kind, BadValuePolicy.FAIL);
    }

    /**
     * Appends PostgreSQL's text of a value, unescaped, if there is one.
     *
     * @param bytes canonical text, in {@code [from, to)}
     * @param counts take what was decided of a value that PostgreSQL cannot hold
     * @throws BadValueException for such a value, where the policy is to fail
     */
    public Outcome write(byte[] bytes, int from, int to, ValueBuffer out, BadValueCounts counts) {
        int start = out.length();
        BadValueKind kind = type.converter().convert(bytes, from, to, out);
        if (kind == null) {
            return Outcome.VALUE;
        }
        out.truncate(start);
        return writeBad(kind, bytes, from, to, out, counts);
    }

    private Outcome writeBad(
            BadValueKind kind, byte[] bytes, int from, int to, ValueBuffer out, BadValueCounts counts) {
        BadValuePolicy policy = policy(kind);
        String replacement = policy.replacement();
        return switch (policy.action()) {
            case NULL -> {
                counts.add(column.name(), kind, policy.action());
                yield Outcome.NULL;
            }
            case DISCARD_ROW -> {
                counts.add(column.name(), kind, policy.action());
                yield Outcome.DISCARD;
            }
            case REPLACE -> {
                counts.add(column.name(), kind, policy.action());
                byte[] by = String.valueOf(replacement).getBytes(StandardCharsets.UTF_8);
                if (kind.isPart()) {
                    byte[] mended = type.converter().mend(kind, bytes, from, to, by);
                    // It may have parts of other kinds.
                    yield write(mended, 0, mended.length, out, counts);
                }
                if (type.converter().convert(by, 0, by.length, out) != null) {
                    throw new BadValueException(column, kind, key);
                }
                yield Outcome.VALUE;
            }
            case FAIL -> throw new BadValueException(column, kind, key);
        };
    }
}
