package dev.anole.admin.synchronise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Tables that leave the replica, and PostgreSQL. */
final class LeavingTables {

    private static final int ATTEMPTS = 30;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final TargetDatabase database;
    private final String source;
    private final List<ReplicaTable> tables;

    LeavingTables(TargetDatabase database, String source, List<ReplicaTable> tables) {
        this.database = database;
        this.source = source;
        this.tables = tables;
    }

    /** Nothing feeds them from now on, and the catalogue says so. */
    void disable() throws SQLException {
        if (!tables.isEmpty()) {
            database.inTransaction(() -> {
                database.positions().lock(source);
                for (ReplicaTable table : tables) {
                    database.tables(source)
                            .setState(table.id(), TableState.DISABLED, "the configuration leaves it out");
                }
                database.positions().raiseGeneration(source);
            });
        }
    }

    /** Drops all of them at once, while the sink applies nothing. */
    void drop() throws SQLException, InterruptedException {
        for (int attempt = 1; !tables.isEmpty(); attempt++) {
            try {
                database.inTransaction(() -> {
                    database.positions().lock(source);
                    for (ReplicaTable table : tables) {
                        database.drop(source, table);
                    }
                    database.positions().raiseGeneration(source);
                });
                return;
            } catch (SQLException e) {
                if (!SqlMessage.lockNotAvailable(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new AdminException(
                            ExitCode.FAILURE,
                            "Readers of the tables that leave the replica left no moment to drop them.",
                            "End those sessions, and run the command again.",
                            e);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }
}
