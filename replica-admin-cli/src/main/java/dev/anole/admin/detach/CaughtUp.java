package dev.anole.admin.detach;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.KafkaSettings;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.admin.progress.StreamProgress;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.contract.SourcePosition;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until PostgreSQL has all that MySQL has, and sees that MySQL's tables are not written to any more. */
final class CaughtUp {

    private static final long PAUSE_MS = 100;
    /** Longer than a writer that goes on now and then rests. */
    private static final long STILL_MS = 3_000;

    private static final long STANDSTILL_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final ReplicaSource source;
    private final TargetDatabase database;
    private final ReplicaConnectors connectors;
    private final Console console;
    private final KafkaSettings kafka;

    CaughtUp(
            ReplicaSource source,
            TargetDatabase database,
            ReplicaConnectors connectors,
            KafkaSettings kafka,
            Console console) {
        this.source = source;
        this.database = database;
        this.connectors = connectors;
        this.kafka = kafka;
        this.console = console;
    }

    /**
     * Waits.
     *
     * @return a position behind which MySQL has committed nothing to the tables, and which the replica has reached
     * @throws AdminException if the replica stands still, fails, or MySQL's tables are written to meanwhile
     */
    SourcePosition await(Connection mysql) throws SQLException, InterruptedException {
        MySqlServer server = new MySqlServer(mysql);
        SourcePosition first = server.position();
        console.progress("Waiting until the replica of source " + source.name() + " has applied " + first);
        requireRunning();
        requireSameServer(server, first, position());
        reach(first);
        // What comes from here on comes from writers that are not still.
        SourcePosition quiet = server.position();
        TimeUnit.MILLISECONDS.sleep(STILL_MS);
        // Its GTIDs may lack what the file position of before has already, but not for so long.
        reach(server.position());
        Optional<String> written =
                new LateWrites(mysql, database.tables(source.name()).all()).since(quiet);
        if (written.isPresent()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "MySQL's tables of source " + source.name() + " are still written to: " + written.get() + ".",
                    "Stop what writes to them, and run detach-replica again; --now detaches them as they are. Nothing was"
                            + " changed.");
        }
        return quiet;
    }

    /**
     * For a detachment that was interrupted, whose connectors stand.
     *
     * @return MySQL's position, at which the tables are
     * @throws AdminException if MySQL has gone on since
     */
    SourcePosition require(Connection mysql) throws SQLException {
        MySqlServer server = new MySqlServer(mysql);
        SourcePosition now = server.position();
        ReplicaPosition replica = position();
        requireSameServer(server, now, replica);
        SourcePosition applied = replica.applied();
        // Less than was applied has a server whose binlog was reset: what it has is something else.
        if (!applied.includes(now) || !now.includes(applied)) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "MySQL has gone on since the detachment of source " + source.name()
                            + " began, in whatever database: it is at " + now + ", and the tables are at " + applied
                            + ".",
                    "If PostgreSQL is in use by now, or only other databases were written to: detach-replica --now. If MySQL"
                            + " is in use still: detach-replica --undo, start-replica, and detach-replica again.");
        }
        return now;
    }

    /** Without GTIDs, positions of two servers tell nothing of each other. */
    private void requireSameServer(MySqlServer server, SourcePosition now, ReplicaPosition replica)
            throws SQLException {
        boolean byGtids = now.gtids() != null && replica.applied().gtids() != null;
        if (!byGtids && replica.serverUuid() != null && !replica.serverUuid().equals(server.uuid())) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "MySQL is the server " + server.uuid() + " now, and the replica of source " + source.name()
                            + " has what the server " + replica.serverUuid() + " had.",
                    "Correct db_conn, or run init-replica; detach-replica --now takes the tables as they are.");
        }
    }

    private void reach(SourcePosition wanted) throws SQLException, InterruptedException {
        ReplicaPosition position = position();
        long end;
        try (ReplicaTopic topic = ReplicaTopic.of(kafka, position)) {
            end = topic.endOffset();
        }
        try (StreamProgress progress = new StreamProgress(console, "Catching up", position.nextOffset(), end)) {
            reach(wanted, position, progress);
        }
    }

    private ReplicaPosition position() throws SQLException {
        return database.positions().find(source.name()).orElseThrow();
    }

    private void reach(SourcePosition wanted, ReplicaPosition from, StreamProgress progress)
            throws SQLException, InterruptedException {
        long standstill = System.nanoTime() + STANDSTILL_NANOS;
        long offset = -1;
        ReplicaPosition position = from;
        while (!position.applied().includes(wanted)) {
            requireRunning();
            if (position.nextOffset() != offset) {
                offset = position.nextOffset();
                standstill = System.nanoTime() + STANDSTILL_NANOS;
            } else if (System.nanoTime() > standstill) {
                throw new AdminException(
                        ExitCode.FAILURE,
                        "The replica of source " + source.name() + " has stood still at " + position.applied() + " for "
                                + TimeUnit.NANOSECONDS.toMinutes(STANDSTILL_NANOS) + " minutes, where it has to reach "
                                + wanted + ".",
                        "See what show-status says, and run detach-replica again. Nothing was changed.");
            }
            progress.reached(position.nextOffset());
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            position = position();
        }
    }

    private void requireRunning() throws SQLException, InterruptedException {
        SourceStatus status =
                database.sources().find(source.name()).orElseThrow().status();
        if (status != SourceStatus.RUNNING) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The replica of source " + source.name() + " is " + status
                            + ", and lacks what MySQL has changed since.",
                    "Run start-replica --source " + source.name()
                            + ", then detach-replica again; --now detaches the tables as they are.");
        }
        connectors.requireHealthy();
    }
}
