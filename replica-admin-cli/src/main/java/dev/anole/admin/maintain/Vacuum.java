package dev.anole.admin.maintain;

import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.maintain.MaintenanceReport.Failure;
import dev.anole.admin.maintain.MaintenanceReport.Vacuumed;
import dev.anole.admin.output.Console;
import dev.anole.admin.progress.StepProgress;
import dev.anole.postgres.catalogue.Maintenance;
import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Vacuums tables one after the other; one that cannot be had is noted, and the others are vacuumed all the same. */
final class Vacuum {

    private final Connection connection;
    private final Maintenance maintenance;
    private final boolean full;
    private final Console console;
    private final List<Vacuumed> vacuumed = new ArrayList<>();
    private final List<Failure> failed = new ArrayList<>();

    /** @param maintenance by the same connection, in autocommit mode */
    Vacuum(Connection connection, Maintenance maintenance, boolean full, Console console) {
        this.connection = connection;
        this.maintenance = maintenance;
        this.full = full;
        this.console = console;
    }

    List<Vacuumed> vacuumed() {
        return List.copyOf(vacuumed);
    }

    List<Failure> failed() {
        return List.copyOf(failed);
    }

    /** @throws SQLException if the session is lost */
    void run(List<PostgresName> tables) throws SQLException {
        try (StepProgress progress = new StepProgress(console, "Vacuuming", tables.size(), "tables")) {
            for (PostgresName table : tables) {
                progress.next("Vacuuming " + table);
                run(table);
            }
        }
    }

    private void run(PostgresName table) throws SQLException {
        long begin = System.nanoTime();
        try {
            long before = size(table);
            maintenance.vacuum(table, full);
            vacuumed.add(new Vacuumed(table.toString(), before, size(table), MaintenanceRun.seconds(begin)));
        } catch (SQLException e) {
            if (!connection.isValid(1)) {
                throw e;
            }
            failed.add(new Failure(table.toString(), SqlMessage.of(e)));
        }
    }

    private long size(PostgresName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_total_relation_size(?::regclass)")) {
            statement.setString(1, table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
