package dev.anole.admin.detach;

import dev.anole.admin.detach.DetachReport.Failure;
import dev.anole.admin.output.Console;
import dev.anole.admin.progress.StepProgress;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.ddl.ForeignKeyRenderer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes PostgreSQL enforce MySQL's foreign keys. */
final class ForeignKeys {

    private final LiveTables tables;
    private final Console console;
    private final Map<TableId, ReplicaTable> byId;

    ForeignKeys(LiveTables tables, Console console) {
        this.tables = tables;
        this.console = console;
        byId = tables.all().stream().collect(Collectors.toMap(ReplicaTable::id, Function.identity()));
    }

    /** Adds them for rows that come; returns those that are there now, some of them perhaps from an interrupted run. */
    List<ForeignKeyRenderer> add() throws SQLException {
        List<ForeignKeyRenderer> added = new ArrayList<>();
        for (ReplicaTable table : tables.all()) {
            for (ForeignKeyDefinition key : table.definition().foreignKeys()) {
                ReplicaTable referenced = byId.get(key.referencedTable());
                if (referenced == null) {
                    tables.failures()
                            .add(new Failure(
                                    what(table, key),
                                    "It refers to " + key.referencedTable() + ", which is not replicated",
                                    null));
                    continue;
                }
                ForeignKeyRenderer statements = new ForeignKeyRenderer(table.name(), key, referenced.name());
                if (isThere(statements) || tables.run(what(table, key), List.of(statements.addNotValid()))) {
                    added.add(statements);
                }
            }
        }
        return added;
    }

    /** Has PostgreSQL check the rows that are there; returns those keys that hold for all of them. */
    List<String> validate(List<ForeignKeyRenderer> added) throws SQLException {
        List<String> valid = new ArrayList<>();
        try (StepProgress progress = new StepProgress(console, "Checking", added.size(), "keys")) {
            for (ForeignKeyRenderer key : added) {
                progress.next("Checking the foreign key " + key.name() + " of " + key.table());
                String what = "The validation of foreign key " + key.name() + " of " + key.table()
                        + ", which is enforced for new rows";
                if (tables.run(what, List.of(key.validate()))) {
                    valid.add(key.table() + ": " + key.name());
                }
            }
        }
        return valid;
    }

    private static String what(ReplicaTable table, ForeignKeyDefinition key) {
        return "The foreign key " + key.name() + " of " + table.name();
    }

    private boolean isThere(ForeignKeyRenderer key) throws SQLException {
        String sql = "SELECT FROM pg_constraint WHERE conrelid = ?::regclass AND conname = ? AND contype = 'f'";
        try (PreparedStatement statement = tables.postgres().prepareStatement(sql)) {
            statement.setString(1, key.table().quoted());
            statement.setString(2, key.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
