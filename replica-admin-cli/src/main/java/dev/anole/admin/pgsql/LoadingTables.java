package dev.anole.admin.pgsql;

import dev.anole.admin.join.TableProperties;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tables that rows are copied into, with all that belongs to them, in schemas where no reader sees them. Immutable. */
final class LoadingTables {

    private final SourcePlan plan;
    private final Renaming names;
    private final TableProperties properties;

    /** @param names gives the source's objects their names in the loading schemas */
    LoadingTables(SourcePlan plan, Renaming names, TableProperties properties) {
        this.plan = plan;
        this.names = names;
        this.properties = properties;
    }

    PostgresName of(SourceTable table) {
        return of(table.name());
    }

    /** Where a copied object of the source is loaded. */
    PostgresName of(PostgresName name) {
        return names.of(name);
    }

    /** Drops all of it, and what an earlier copy has left; commits nothing. */
    void drop(Connection target, String source) throws SQLException {
        new CatalogueSchema(target).dropLoadingSchemas(CatalogueSchema.loadingPrefix(source));
        // Whose names were cut.
        for (String schema : schemas()) {
            CopySessions.execute(target, "DROP SCHEMA IF EXISTS " + PostgresName.quote(schema) + " CASCADE");
        }
    }

    private Set<String> schemas() {
        Set<String> schemas = new TreeSet<>();
        plan.tables().forEach(table -> schemas.add(of(table).schema()));
        plan.types().forEach(type -> schemas.add(names.of(type.name()).schema()));
        plan.sequences()
                .forEach(sequence -> schemas.add(names.of(sequence.name()).schema()));
        return schemas;
    }

    /**
     * Makes schemas, types, sequences and tables, without keys and indexes, and commits.
     *
     * @throws dev.anole.admin.AdminException naming what PostgreSQL refuses
     */
    void create(Connection target) throws SQLException {
        for (String schema : schemas()) {
            CopySessions.execute(target, "CREATE SCHEMA " + PostgresName.quote(schema));
        }
        for (SourceType type : plan.types()) {
            run(target, "type " + type.name(), type.statement());
        }
        Map<Long, Map<String, String>> identities = new LinkedHashMap<>();
        for (SourceSequence sequence : plan.sequences()) {
            if (sequence.identity()) {
                identities
                        .computeIfAbsent(sequence.owner(), oid -> new LinkedHashMap<>())
                        .put(sequence.column(), sequence.identityOptions());
            } else {
                run(target, "sequence " + sequence.name(), sequence.createStatement());
            }
        }
        for (SourceTable table : plan.tables()) {
            create(target, table, identities.getOrDefault(table.oid(), Map.of()));
        }
        target.commit();
    }

    private void create(Connection target, SourceTable table, Map<String, String> identities) throws SQLException {
        String subject = "table " + table.id();
        run(target, subject, table.createStatement(identities));
        Optional<String> fillfactor = properties.rules().fillfactor(table.id(), table.target());
        if (fillfactor.isPresent()) {
            run(
                    target,
                    subject,
                    "ALTER TABLE " + table.name().quoted() + " SET (fillfactor = " + fillfactor.get() + ")");
        }
        for (SourceSequence sequence : plan.sequences()) {
            if (sequence.owner() == table.oid() && !sequence.identity()) {
                run(
                        target,
                        subject,
                        "ALTER SEQUENCE " + sequence.name().quoted() + " OWNED BY "
                                + of(table).quoted() + "." + PostgresName.quote(sequence.column()));
            }
        }
        if (!table.comment().isEmpty()) {
            run(
                    target,
                    subject,
                    "COMMENT ON TABLE " + table.name().quoted() + " IS " + SqlText.literal(table.comment()));
        }
        for (SourceColumn column : table.columns()) {
            if (!column.comment().isEmpty()) {
                run(
                        target,
                        subject,
                        "COMMENT ON COLUMN " + of(table).quoted() + "." + column.quoted() + " IS "
                                + SqlText.literal(column.comment()));
            }
        }
    }

    /** Builds the table's constraints and indexes over all of its rows, gathers statistics, and commits. */
    void finish(Connection target, SourceTable table) throws SQLException {
        for (String statement : plan.keysOf(table)) {
            run(target, "table " + table.id(), statement);
        }
        CopySessions.execute(target, "ANALYZE " + of(table).quoted());
        target.commit();
    }

    /** Makes the foreign keys and sets the sequences, once all tables are finished, and commits. */
    void connect(Connection target, SourceSnapshot snapshot) throws SQLException {
        for (String statement : plan.foreignKeys()) {
            run(target, "a foreign key", statement);
        }
        for (SourceSequence sequence : plan.sequences()) {
            CopySessions.execute(target, snapshot.position(sequence, names));
        }
        target.commit();
    }

    private void run(Connection target, String subject, String statement) throws SQLException {
        try {
            CopySessions.execute(target, names.apply(statement));
        } catch (SQLException e) {
            throw CopyFailure.told("Could not make " + subject + " on the target", e);
        }
    }
}
