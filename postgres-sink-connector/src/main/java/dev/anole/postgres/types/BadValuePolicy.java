package dev.anole.postgres.types;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a value that PostgreSQL cannot hold.
 *
 * @param replacement of the value, or of the part of a text that is bad; null unless the action is {@link
 *     Action#REPLACE}
 */
public record BadValuePolicy(Action action, @Nullable String replacement) {

    public static final BadValuePolicy NULL = new BadValuePolicy(Action.NULL, null);
    public static final BadValuePolicy DISCARD_ROW = new BadValuePolicy(Action.DISCARD_ROW, null);
    public static final BadValuePolicy FAIL = new BadValuePolicy(Action.FAIL, null);

    /** What is done. */
    public enum Action {
        /** NULL is written. */
        NULL,
        /** Something else is written. */
        REPLACE,
        /** The replica is without the row, for as long as it has the value. */
        DISCARD_ROW,
        /** The table fails. */
        FAIL;

        /** As configuration and catalogue name it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public BadValuePolicy {
        requireNonNull(action, "action");
        if ((action == Action.REPLACE) != (replacement != null)) {
            throw new IllegalArgumentException("A replacement is for the action REPLACE, and that needs one");
        }
    }

    public static BadValuePolicy replaceBy(String replacement) {
        return new BadValuePolicy(Action.REPLACE, replacement);
    }

    /** Whether rows can be told apart after it: two keys must not become one. */
    public boolean keepsKeys() {
        return action == Action.DISCARD_ROW || action == Action.FAIL;
    }
}
