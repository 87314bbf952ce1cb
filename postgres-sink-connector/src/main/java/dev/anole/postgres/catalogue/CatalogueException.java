package dev.anole.postgres.catalogue;

/** The catalogue is not as it must be; the message is for the operator, the remedy the one thing to do. */
public final class CatalogueException extends RuntimeException {

    private final String remedy;

    public CatalogueException(String message, String remedy) {
        super(message + ": " + remedy);
        this.remedy = remedy;
    }

    static CatalogueException version(int found) {
        return new CatalogueException(
                "The Anole catalogue has version " + found + ", this build wants " + CatalogueSchema.CURRENT_VERSION,
                found > CatalogueSchema.CURRENT_VERSION
                        ? "use the build that made it, or a later one"
                        : "run `replica-admin create-replica-schema`, which brings it up to date");
    }

    /** What to do, beginning with a verb, without a full stop. */
    public String remedy() {
        return remedy;
    }
}
