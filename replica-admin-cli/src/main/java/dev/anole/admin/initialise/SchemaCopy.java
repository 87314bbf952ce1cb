package dev.anole.admin.initialise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Registration;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.SourceServer;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.TableProperties;
import dev.anole.admin.mapping.TableMappings;
import dev.anole.admin.output.Console;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.ddl.ForeignKeyRenderer;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the tables of a source that is no replica yet, without their rows. For one thread. */
public final class SchemaCopy {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final Console console;
    private final List<String> warnings = new ArrayList<>();

    public SchemaCopy(Configuration configuration, ReplicaSource source, Console console) {
        this.configuration = configuration;
        this.source = source;
        this.console = console;
    }

    /** What was made; also what {@code --json} prints. */
    public record Report(String source, List<String> tables, int foreignKeys, List<String> warnings) {
        public Report {
            tables = List.copyOf(tables);
            warnings = List.copyOf(warnings);
        }
    }

    /** @throws AdminException if the source is a replica, or PostgreSQL has a table in the way */
    public Report run() throws SQLException {
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres());
                Connection mysql = SourceServer.open(source.settings().dbConn())) {
            database.reserve(source.name(), "copy-schema");
            requireNoReplica(Registration.require(source, database).status());
            EmptyTables empty = new EmptyTables(configuration, source);
            empty.drop();
            SourceTables tables = new SourceTables(mysql, source);
            List<TableDefinition> selected = tables.select();
            tables.unusedLimits(selected).forEach(this::warn);
            TableMappings mappings =
                    new CheckedMappings(configuration, source, database).read(mysql, selected, this::warn);
            TableProperties properties = ReaderRoles.properties(database, configuration, source, this::warn);
            Map<TableId, MappedTable> mapped = new LinkedHashMap<>();
            for (TableDefinition definition : selected) {
                mappings.rules()
                        .target(source.settings().schemaMappings(), definition.id())
                        .ifPresent(name -> mapped.put(definition.id(), mappings.of(definition, name)));
            }
            List<ForeignKeyRenderer> foreignKeys = foreignKeys(mapped);
            console.progress("Making " + mapped.size() + " tables");
            empty.make(mapped.values(), foreignKeys, properties);
            return new Report(
                    source.name(),
                    mapped.values().stream()
                            .map(table -> table.name().toString())
                            .toList(),
                    foreignKeys.size(),
                    warnings);
        }
    }

    private void requireNoReplica(SourceStatus status) {
        if (status != SourceStatus.READY) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The source " + source.name() + " is a replica already, status " + status + ".",
                    "Its tables are in PostgreSQL. To see the definitions elsewhere, add the source in another database.");
        }
    }

    private List<ForeignKeyRenderer> foreignKeys(Map<TableId, MappedTable> mapped) {
        List<ForeignKeyRenderer> keys = new ArrayList<>();
        for (MappedTable table : mapped.values()) {
            for (ForeignKeyDefinition key : table.definition().foreignKeys()) {
                MappedTable referenced = mapped.get(key.referencedTable());
                if (referenced == null) {
                    warn("The foreign key " + key.name() + " of " + table.name() + " is left out, since it refers to "
                            + key.referencedTable() + ", which is not copied.");
                } else {
                    keys.add(new ForeignKeyRenderer(table.name(), key, referenced.name()));
                }
            }
        }
        return keys;
    }

    private void warn(String sentence) {
        warnings.add(sentence);
        console.warn(sentence);
    }
}
