package dev.anole.admin.join;

import dev.anole.admin.mapping.TableMappings;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.Identifiers;
import java.util.Map;
import java.util.Optional;

/**
 * What all tables that join at once have in common. Safe for use by several threads.
 *
 * @param lock of the source
 * @param kafkaProperties of a Kafka client
 * @param schemaMappings MySQL database to PostgreSQL schema
 * @param lastErrorId of the errors that the catalogue had before these joins
 */
record JoinContext(
        Sessions sessions,
        CopyReaders readers,
        JoinLock lock,
        Map<String, Object> kafkaProperties,
        String source,
        Map<String, String> schemaMappings,
        long lastErrorId,
        TableProperties properties,
        TableMappings mappings,
        JoinLimits limits,
        JoinProgress progress) {

    JoinContext {
        kafkaProperties = Map.copyOf(kafkaProperties);
        schemaMappings = Map.copyOf(schemaMappings);
    }

    /** Whether tables that PostgreSQL has keep their definitions. */
    boolean keepsExisting() {
        return mappings.keepsExisting();
    }

    /** Where PostgreSQL gets the table; empty if its database is not mapped. */
    Optional<PostgresName> target(TableId table) {
        return mappings.rules().target(schemaMappings, table);
    }

    /**
     * Where the table is while it is loaded: under the name that it keeps, so in a schema for each that it may go to.
     */
    PostgresName loadingName(PostgresName target) {
        return new PostgresName(loadingSchema(target.schema()), target.name());
    }

    /** @param mapped a PostgreSQL schema as {@code schemaMappings} has it */
    String loadingSchemaOf(String mapped) {
        return loadingSchema(Identifiers.fit(mapped));
    }

    String loadingSchema(String schema) {
        return Identifiers.fit(loadingPrefix() + schema);
    }

    /** See {@link CatalogueSchema#loadingPrefix}. */
    String loadingPrefix() {
        return CatalogueSchema.loadingPrefix(source);
    }
}
