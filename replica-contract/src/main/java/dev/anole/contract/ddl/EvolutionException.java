package dev.anole.contract.ddl;

/** A statement that does not fit the definition of its table, though MySQL has carried it out. */
public final class EvolutionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message a clause: what the statement does, and what the definition has */
    public EvolutionException(String message) {
        super(message);
    }
}
