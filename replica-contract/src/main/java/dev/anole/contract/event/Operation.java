package dev.anole.contract.event;

/** What happened to a row; the codes are Debezium's. */
public enum Operation {
    INSERT("c"),
    UPDATE("u"),
    DELETE("d");

    private final String code;

    Operation(String code) {
        this.code = code;
    }

    /** As the envelope's field {@code op} has it. */
    public String code() {
        return code;
    }

    /** Whether rows of this operation have a before image. */
    public boolean hasBefore() {
        return this != INSERT;
    }

    /** Whether rows of this operation have an after image. */
    public boolean hasAfter() {
        return this != DELETE;
    }
}
