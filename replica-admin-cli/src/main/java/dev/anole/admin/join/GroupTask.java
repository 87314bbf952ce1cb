package dev.anole.admin.join;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.UnsupportedTypeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets tables join together, trying again from the beginning where that may help; where it does not, the catalogue says
 * so of each. Used by one thread.
 */
final class GroupTask {

    private static final Logger LOG = LoggerFactory.getLogger(GroupTask.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String CONNECTING = "connecting";

    private final JoinContext context;
    private final ExecutorService readerThreads;
    private final List<JoinEntry> entries;
    private final List<TableId> missing;
    private String phase = CONNECTING;
    /** Whether the swap was begun. */
    private boolean swapped;

    /** @param missing tables that belong to them, and cannot join */
    GroupTask(JoinContext context, ExecutorService readerThreads, List<JoinEntry> entries, List<TableId> missing) {
        this.context = context;
        this.readerThreads = readerThreads;
        this.entries = List.copyOf(entries);
        this.missing = List.copyOf(missing);
    }

    /** Returns the failures, one per table; empty if all have joined. */
    List<JoinException.Failure> run() throws InterruptedException {
        try {
            joinOrExplain();
            return List.of();
        } catch (TableFailure e) {
            if (context.sessions().isAborted()) {
                throw (InterruptedException) new InterruptedException("Interrupted").initCause(e);
            }
            List<JoinException.Failure> failures = entries.stream()
                    .map(entry -> new JoinException.Failure(entry.id(), phase, e.found(), e.remedy()))
                    .toList();
            LOG.debug("{} could not join", names(), e);
            if (e.remainder() != TableFailure.Remainder.NOT_OURS) {
                record(failures);
            }
            return failures;
        }
    }

    private List<TableId> names() {
        return entries.stream().map(JoinEntry::id).toList();
    }

    private void joinOrExplain() throws InterruptedException, TableFailure {
        if (!missing.isEmpty()) {
            throw new TableFailure(
                    "foreign keys connect it with " + missing
                            + ", and MySQL does not log what these change, so they can" + " only join together",
                    "Let these tables join, or leave this one out by skip_tables.");
        }
        try {
            joinOrFail();
        } catch (UnsupportedTypeException e) {
            throw new TableFailure(String.valueOf(e.getMessage()), "Leave the table out by skip_tables.", e);
        } catch (KafkaException e) {
            throw TableFailure.of(e);
        } catch (RuntimeException e) {
            throw new TableFailure(
                    "an unforeseen failure, " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "Run the command again with --debug, and report what it prints.",
                    e);
        }
    }

    private void joinOrFail() throws InterruptedException, TableFailure {
        int staleCopies = 0;
        Deadline healing = Deadline.in(context.limits().databaseFailure());
        while (true) {
            phase = CONNECTING;
            try {
                join();
                return;
            } catch (StaleCopyException e) {
                staleCopies++;
                if (staleCopies >= context.limits().attempts()) {
                    throw new TableFailure(
                            e.getMessage() + ", as in each of " + staleCopies + " attempts",
                            "Run the command again when nothing alters these tables.",
                            e);
                }
                LOG.info("The copy of {} begins anew: {}", names(), e.getMessage());
            } catch (SQLException e) {
                if (!phase.equals(CONNECTING)) {
                    // It was well until now.
                    healing = Deadline.in(context.limits().databaseFailure());
                }
                if (context.sessions().isAborted() || healing.hasPassed() || !Refusal.isPassing(e)) {
                    throw Refusal.explained(e);
                }
                LOG.warn("The copy of {} is to begin anew when the database is back: {}", names(), e.getMessage());
                healing.pause(PAUSE);
            }
        }
    }

    private void join() throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        Connection mysql = context.sessions().openMySql();
        try {
            Connection postgres = context.sessions().openPostgres();
            try {
                context.lock().ensure();
                if (swapped && haveJoined(postgres)) {
                    return;
                }
                GroupJoin join = new GroupJoin(context, readerThreads, entries, new SourceServer(mysql), postgres);
                try {
                    join.run();
                } finally {
                    phase = join.phase();
                    swapped |= join.isSwapping();
                }
            } finally {
                context.sessions().close(postgres);
            }
        } finally {
            context.sessions().close(mysql);
        }
    }

    /** Whether an earlier try has swapped them in, though its end was not seen: the swap ends what is noted of them. */
    private boolean haveJoined(Connection postgres) throws SQLException {
        ReplicaTables tables = new ReplicaTables(postgres, context.source());
        Joins joins = new Joins(postgres, context.source());
        boolean joined = true;
        for (TableId id : names()) {
            joined &= !joins.has(id)
                    && tables.find(id)
                            .filter(table -> table.state() == TableState.REPLICATING)
                            .isPresent();
        }
        postgres.commit();
        return joined;
    }

    /** Older copies of the tables stay as they are. */
    private void record(List<JoinException.Failure> failures) {
        try {
            Connection connection = context.sessions().openPostgres();
            try {
                ReplicaTables tables = new ReplicaTables(connection, context.source());
                Joins joins = new Joins(connection, context.source());
                for (TableId id : names()) {
                    joins.remove(id);
                }
                for (int i = 0; i < entries.size(); i++) {
                    if (!entries.get(i).replaces()) {
                        JoinException.Failure failure = failures.get(i);
                        tables.setState(
                                failure.table(),
                                TableState.DISABLED,
                                "The table could not join the replica (" + failure.phase() + "): " + failure.found());
                    }
                }
                connection.commit();
            } finally {
                context.sessions().close(connection);
            }
        } catch (SQLException e) {
            LOG.warn("The failure of {} could not be recorded in the catalogue: {}", names(), e.getMessage());
        }
    }
}
