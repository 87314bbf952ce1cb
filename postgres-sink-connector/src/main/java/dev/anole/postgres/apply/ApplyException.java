package dev.anole.postgres.apply;

/**
 * Applying cannot go on before someone has done something; the message is for the operator.
 *
 * <p>{@link #remedy()} is the one thing to do.
 */
public final class ApplyException extends RuntimeException {

    private final String remedy;

    ApplyException(String message, String remedy, Throwable cause) {
        super(message + ". " + remedy, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
