package dev.anole.admin.join;

import dev.anole.admin.join.TableFailure.Remainder;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.BadValueException;
import dev.anole.postgres.types.UnsupportedTypeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one table join, trying again where that may help; where it does not, the catalogue says so. Used by one thread. */
final class JoinTask {

    private static final Logger LOG = LoggerFactory.getLogger(JoinTask.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final JoinContext context;
    private final ExecutorService readerThreads;
    private final JoinEntry entry;
    private final TableId id;
    private String phase = "connecting";
    private boolean anew;
    /** Whether the swap was begun. */
    private boolean swapped;

    private int staleCopies;
    private @Nullable Deadline healing;
    private Duration pause = FIRST_PAUSE;

    JoinTask(JoinContext context, ExecutorService readerThreads, JoinEntry entry) {
        this.context = context;
        this.readerThreads = readerThreads;
        this.entry = entry;
        id = entry.id();
    }

    /** Returns the failure; empty if the table has joined. */
    Optional<JoinException.Failure> run() throws InterruptedException {
        try {
            joinOrExplain();
            return Optional.empty();
        } catch (TableFailure e) {
            if (context.sessions().isAborted()) {
                throw (InterruptedException) new InterruptedException("Interrupted").initCause(e);
            }
            JoinException.Failure failure = new JoinException.Failure(id, phase, e.found(), e.remedy());
            LOG.debug("{} could not join", id, e);
            if (e.remainder() != Remainder.NOT_OURS) {
                record(failure, e.remainder());
            }
            return Optional.of(failure);
        }
    }

    /** One bad table never stops the others, whatever is wrong with it. */
    private void joinOrExplain() throws InterruptedException, TableFailure {
        try {
            joinOrFail();
        } catch (UnsupportedTypeException e) {
            throw new TableFailure(String.valueOf(e.getMessage()), "Leave the table out by skip_tables.", e)
                    .leaving(Remainder.NOTHING);
        } catch (BadValueException e) {
            throw new TableFailure(String.valueOf(e.getMessage()), e.remedy() + ", and run the command again.", e)
                    .leaving(Remainder.NOTHING);
        } catch (KafkaException e) {
            throw TableFailure.of(e);
        } catch (RuntimeException e) {
            throw new TableFailure(
                            "an unforeseen failure, " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "Run the command again with --debug, and report what it prints.",
                            e)
                    .leaving(Remainder.NOTHING);
        }
    }

    private void joinOrFail() throws InterruptedException, TableFailure {
        boolean joined = false;
        while (!joined) {
            try {
                join();
                joined = true;
            } catch (StaleCopyException e) {
                beginAnew(e);
            } catch (SQLException e) {
                if (context.sessions().isAborted()) {
                    throw Refusal.explained(e);
                }
                if (Refusal.isOfChangedTable(e)) {
                    beginAnew(
                            new StaleCopyException("the table was changed while it was copied: " + e.getMessage(), e));
                } else {
                    goOnAfter(e);
                }
            }
        }
    }

    private void beginAnew(StaleCopyException e) throws TableFailure {
        staleCopies++;
        if (staleCopies >= context.limits().attempts()) {
            throw new TableFailure(
                            e.getMessage() + ", as in each of " + staleCopies + " attempts",
                            "Run the command again when nothing alters the table.",
                            e)
                    .leaving(Remainder.NOTHING);
        }
        anew = true;
        LOG.info("The copy of {} begins anew: {}", id, e.getMessage());
    }

    /** A database that restarts takes its time; what was done until it went stays done. */
    private void goOnAfter(SQLException e) throws InterruptedException, TableFailure {
        Deadline deadline = healing == null ? Deadline.in(context.limits().databaseFailure()) : healing;
        if (!Refusal.isPassing(e) || deadline.hasPassed()) {
            throw Refusal.explained(e);
        }
        healing = deadline;
        LOG.warn("The join of {} is to go on when the database is back: {}", id, e.getMessage());
        context.progress().phase(id, "waiting for the database");
        deadline.pause(pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private void join() throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        phase = "connecting";
        Connection mysql = context.sessions().openMySql();
        try {
            Connection postgres = context.sessions().openPostgres();
            try {
                context.lock().ensure();
                TableJoin join = new TableJoin(context, readerThreads, entry, new SourceServer(mysql), postgres);
                try {
                    if ((swapped || !entry.replaces()) && join.hasJoined()) {
                        context.progress().tableDone(id);
                        return;
                    }
                    join.run(anew);
                } finally {
                    learn(join);
                }
            } finally {
                context.sessions().close(postgres);
            }
        } finally {
            context.sessions().close(mysql);
        }
    }

    private void learn(TableJoin join) {
        phase = join.phase().toString();
        swapped |= join.phase() == JoinPhase.SWAPPING;
        anew &= !join.hasBegunAnew();
        if (join.hasAdvanced()) {
            healing = null;
            pause = FIRST_PAUSE;
        }
    }

    /** An older copy of the table stays as it is. */
    private void record(JoinException.Failure failure, Remainder remainder) {
        String source = context.source();
        String found = "The table could not join the replica (" + failure.phase() + "): " + failure.found();
        try {
            Connection connection = context.sessions().openPostgres();
            try {
                ReplicaTables tables = new ReplicaTables(connection, source);
                if (remainder != Remainder.COPY) {
                    new Joins(connection, source).remove(id);
                }
                if (!entry.replaces()) {
                    if (remainder == Remainder.NO_TABLE) {
                        tables.remove(id);
                    } else {
                        tables.setState(id, TableState.DISABLED, found);
                    }
                }
                connection.commit();
            } finally {
                context.sessions().close(connection);
            }
        } catch (SQLException e) {
            LOG.warn("The failure of {} could not be recorded in the catalogue: {}", id, e.getMessage());
        }
    }
}
