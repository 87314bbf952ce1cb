package dev.anole.mysql;

import dev.anole.contract.OperatorMessage;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The source cannot go on before someone has done something. Its message is an {@link OperatorMessage}. */
public final class SourceException extends ConnectException {

    /** Where changes are lost, or were never published: nothing but a new copy makes both sides equal again. */
    public static final String INITIALISE = "run replica-admin init-replica, which copies the tables again";

    /** @param problem what was attempted, at which position, and what was found */
    public SourceException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    public SourceException(String problem, String remedy, @Nullable Throwable cause) {
        super(new OperatorMessage(problem, remedy).text(), cause);
    }
}
