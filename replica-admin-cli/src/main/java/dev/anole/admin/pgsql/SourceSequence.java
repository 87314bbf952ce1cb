package dev.anole.admin.pgsql;

import dev.anole.postgres.catalogue.PostgresName;

/**
 * A sequence that fills columns of the copied tables.
 *
 * @param options as CREATE SEQUENCE has them, without its type
 * @param owner of the column to which it belongs; 0 if that is of no copied table
 * @param column to which it belongs; empty if none
 * @param identity whether it is an identity's, which makes it
 */
record SourceSequence(PostgresName name, String type, String options, long owner, String column, boolean identity) {

    boolean standsAlone() {
        return owner == 0;
    }

    String createStatement() {
        return "CREATE SEQUENCE " + name.quoted() + " AS " + type + " " + options;
    }

    /** In brackets, for the column that makes it. */
    String identityOptions() {
        return "(SEQUENCE NAME " + name.quoted() + " " + options + ")";
    }
}
