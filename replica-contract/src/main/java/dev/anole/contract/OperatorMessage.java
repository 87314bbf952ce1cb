package dev.anole.contract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What an operator is told of a failure. Kafka Connect knows a failed task's exception as text only: the connectors
 * write it in one shape, so that tools can tell problem and remedy apart.
 *
 * @param problem what was attempted, where, and what was found; without a full stop
 * @param remedy the one thing to do, from a capital letter on; without a full stop
 */
public record OperatorMessage(String problem, String remedy) {

    private static final String SEPARATOR = ". What to do: ";

    public OperatorMessage {
        requireNonNull(problem, "problem");
        remedy = Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1);
    }

    /** Both in one text. */
    public String text() {
        return problem + SEPARATOR + remedy;
    }

    /** Reads a text that {@link #text} wrote; empty if it is none. */
    public static Optional<OperatorMessage> parse(String text) {
        int at = text.lastIndexOf(SEPARATOR);
        return at < 0
                ? Optional.empty()
                : Optional.of(new OperatorMessage(text.substring(0, at), text.substring(at + SEPARATOR.length())));
    }
}
