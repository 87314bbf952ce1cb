package dev.anole.admin.mapping;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.postgres.catalogue.Sources;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** That a source's schema mappings are complete, and that every PostgreSQL schema is the destination of one of all sources. */
public final class SchemaMappings {

    private SchemaMappings() {}

    /** @throws AdminException if there are none, or one names no schema */
    public static void require(ReplicaSource source, Configuration configuration) {
        Map<String, String> mappings = source.settings().schemaMappings();
        if (mappings.isEmpty()) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "Schema mapping cannot be empty: sources." + source.name() + ".schema_mappings in "
                            + configuration.file() + " names no schema.",
                    "Add a line such as \"  my_database: my_schema\" for each MySQL database to replicate.");
        }
        mappings.forEach((database, schema) -> {
            if (schema != null
                    && (schema.equals("anole") || schema.equals("information_schema") || schema.startsWith("pg_"))) {
                throw new AdminException(
                        ExitCode.CONFIGURATION,
                        "The schema mapping of " + database + " names " + schema
                                + ", a schema of PostgreSQL's or of Anole's own.",
                        "Map the database " + database + " to another schema.");
            }
            if (schema == null || schema.isBlank()) {
                throw new AdminException(
                        ExitCode.CONFIGURATION,
                        "The schema mapping of " + database + " names no PostgreSQL schema.",
                        "Write it as \"" + database + ": my_schema\".");
            }
        });
    }

    /** @throws AdminException naming a schema that is a destination twice, in this source or in another registered one */
    public static void requireFree(ReplicaSource source, Sources sources) throws SQLException {
        Map<String, String> usedBy = new HashMap<>();
        for (Sources.Source registered : sources.all()) {
            if (!registered.name().equals(source.name())) {
                registered
                        .schemaMappings()
                        .forEach((database, schema) ->
                                usedBy.put(schema, "source " + registered.name() + ", database " + database));
            }
        }
        source.settings().schemaMappings().forEach((database, schema) -> {
            String other = usedBy.put(schema, "database " + database);
            if (other != null) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "There is a duplicate destination schema in the schema mappings of source " + source.name()
                                + ": " + schema + " is the destination of " + other + " already.",
                        "Map the database " + database + " to another schema.");
            }
        });
    }
}
