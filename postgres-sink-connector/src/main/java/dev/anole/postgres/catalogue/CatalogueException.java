package dev.anole.postgres.catalogue;

import dev.anole.postgres.ReplicaException;

/** The catalogue is not as it must be. */
public final class CatalogueException extends ReplicaException {

    public CatalogueException(String problem, String remedy) {
        super(problem, remedy, null, null);
    }

    static CatalogueException version(int found) {
        return new CatalogueException(
                "The Anole catalogue has version " + found + ", this build wants " + CatalogueSchema.CURRENT_VERSION,
                found > CatalogueSchema.CURRENT_VERSION
                        ? "use the build that made it, or a later one"
                        : "run `replica-admin upgrade-replica-schema`, which brings it up to date");
    }
}
