package dev.anole.mysql.ddl;

/** A statement that changes tables in a way that the replica cannot follow. */
final class UntranslatableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a clause, without a full stop */
    UntranslatableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
