package dev.anole.testbed.benchmark;

import dev.anole.testbed.MySqlServer;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A {@link ChangePlan} carried out in MySQL, by its writers at once. */
final class Backlog {

    private final MySqlServer server;
    private final String database;
    private final ChangePlan plan;

    Backlog(MySqlServer server, String database, ChangePlan plan) {
        this.server = server;
        this.database = database;
        this.plan = plan;
    }

    /** Creates the database, the table as it is before, and the procedure that will make the changes. */
    void prepare() throws SQLException {
        server.execute("CREATE DATABASE " + database);
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            SampleTable.NARROW.create(connection, plan.preloadedRows());
            statement.execute(plan.procedure());
        }
    }

    /**
     * Commits the changes, without waiting for the disk, then one more row, the sentinel, as the last transaction.
     *
     * @return where the sentinel's transaction begins
     */
    BinlogEnd commit() throws SQLException {
        server.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0", "SET GLOBAL sync_binlog = 0");
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < ChangePlan.WRITERS; writer++) {
            int number = writer;
            writers.add(CompletableFuture.runAsync(() -> write(number), task -> new Thread(task, "writer").start()));
        }
        writers.forEach(CompletableFuture::join);
        server.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1", "SET GLOBAL sync_binlog = 1");
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            BinlogEnd end = BinlogEnd.of(connection);
            statement.execute("INSERT INTO narrow VALUES " + plan.sentinel());
            return end;
        }
    }

    private void write(int writer) {
        try (Connection connection = server.connect(database);
                CallableStatement call = connection.prepareCall("CALL make_changes(?, ?, ?)")) {
            call.setLong(1, writer);
            call.setLong(2, plan.first(writer));
            call.setLong(3, plan.first(writer + 1));
            call.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("A writer of the backlog failed", e);
        }
    }
}
