package dev.anole.postgres;

import dev.anole.contract.OperatorMessage;
import org.jspecify.annotations.Nullable;

/** The sink cannot go on before someone has done something. The message is an {@link OperatorMessage}. */
public abstract class ReplicaException extends RuntimeException {

    private final String problem;
    private final String remedy;
    private final @Nullable String position;

    /**
     * @param problem what was attempted, on which table and position, and what was found
     * @param position MySQL's place of what could not be applied; null if none
     */
    protected ReplicaException(String problem, String remedy, @Nullable String position, @Nullable Throwable cause) {
        this(new OperatorMessage(problem, remedy), position, cause);
    }

    private ReplicaException(OperatorMessage message, @Nullable String position, @Nullable Throwable cause) {
        super(message.text(), cause);
        problem = message.problem();
        remedy = message.remedy();
        this.position = position;
    }

    /** What was found, without a full stop. */
    public final String problem() {
        return problem;
    }

    /** The one thing to do, without a full stop. */
    public final String remedy() {
        return remedy;
    }

    /** The message as it may leave the replica's servers: without a statement's literals. */
    public String notice() {
        return String.valueOf(getMessage());
    }

    /** MySQL's place, for messages. */
    public final @Nullable String position() {
        return position;
    }
}
