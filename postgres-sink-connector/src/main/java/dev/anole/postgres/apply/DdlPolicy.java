package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What becomes of MySQL's DDL statements. Immutable.
 *
 * @param actions by kind; kinds that are missing are applied
 */
public record DdlPolicy(Map<Kind, Action> actions) {

    public static final DdlPolicy APPLY = new DdlPolicy(Map.of());

    public DdlPolicy {
        requireNonNull(actions, "actions");
        Map<Kind, Action> copy = new EnumMap<>(Kind.class);
        copy.putAll(actions);
        actions = copy;
    }

    /** Kinds of statements. */
    public enum Kind {
        CREATE,
        /** DROP TABLE and DROP DATABASE. */
        DROP,
        /** Also of ALTER TABLE … RENAME. */
        RENAME,
        TRUNCATE,
        /** ALTER TABLE that drops a column, or gives it a type that may not hold what it has. */
        ALTER_DESTRUCTIVE,
        /** Any other ALTER TABLE, CREATE INDEX and DROP INDEX. */
        ALTER_OTHER;

        /** The setting of the sink connector. */
        public String setting() {
            return "ddl.policy." + name().toLowerCase(Locale.ROOT).replace('_', '.');
        }
    }

    /** From the mildest to the strictest. */
    public enum Action {
        APPLY,
        IGNORE,
        /** The tables stand still until the operator approves. */
        HOLD;

        /** As the connector's setting has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none of that name */
        public static Action of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** The strictest of what is laid down for these kinds. */
    Action of(Collection<Kind> kinds) {
        return kinds.stream()
                .map(kind -> actions.getOrDefault(kind, Action.APPLY))
                .max(Action::compareTo)
                .orElse(Action.APPLY);
    }
}
