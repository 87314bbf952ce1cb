package dev.anole.admin.initialise;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.OverrideCheck;
import dev.anole.admin.mapping.MappingReader;
import dev.anole.admin.mapping.TableMappings;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How PostgreSQL gets tables that are to be copied, once it is known that they can be as the configuration wants them. */
public final class CheckedMappings {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final TargetDatabase database;

    public CheckedMappings(Configuration configuration, ReplicaSource source, TargetDatabase database) {
        this.configuration = configuration;
        this.source = source;
        this.database = database;
    }

    /**
     * Reads the mappings.
     *
     * @param definitions of tables that are to be copied
     * @param warn takes what will be lost, one sentence each
     * @throws dev.anole.admin.AdminException if an overridden type does not take what MySQL has; if something hangs on
     *     the tables in PostgreSQL that cannot go over to new ones
     */
    public TableMappings read(Connection mysql, List<TableDefinition> definitions, Consumer<String> warn)
            throws SQLException {
        TableMappings mappings =
                database.mappings(new MappingReader(configuration, source), mysql, source.name(), definitions);
        List<MappedTable> tables = new ArrayList<>();
        for (TableDefinition definition : definitions) {
            mappings.rules()
                    .target(source.settings().schemaMappings(), definition.id())
                    .ifPresent(name -> tables.add(mappings.of(definition, name)));
        }
        new ReplaceableTables(database, source).require(tables).forEach(warn);
        tables.forEach(table -> {
            List<String> columns = mappings.columnsOfItsOwn(table);
            if (!columns.isEmpty()) {
                warn.accept("PostgreSQL's table " + table.name() + " has columns that MySQL has not, " + columns
                        + ": the copy leaves them to their defaults; what they hold now is gone with it.");
            }
        });
        if (tables.stream().anyMatch(table -> !table.mapping().types().isEmpty())) {
            new OverrideCheck(
                            source.settings().dbConn().address(),
                            configuration.postgres().address(),
                            source.name())
                    .require(tables);
        }
        return mappings;
    }
}
