package dev.anole.admin.join;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.UnsupportedTypeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one table join, trying again where that may help; where it does not, the catalogue says so. Used by one thread. */
final class JoinTask {

    private static final Logger LOG = LoggerFactory.getLogger(JoinTask.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final JoinContext context;
    private final ExecutorService readerThreads;
    private final JoinEntry entry;
    private final TableId id;
    private String phase = "connecting";

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
            record(failure);
            return Optional.of(failure);
        }
    }

    /** One bad table never stops the others, whatever is wrong with it. */
    private void joinOrExplain() throws InterruptedException, TableFailure {
        try {
            joinOrFail();
        } catch (UnsupportedTypeException e) {
            throw new TableFailure(String.valueOf(e.getMessage()), "Leave the table out by skip_tables.", e);
        } catch (KafkaException e) {
            throw new TableFailure(
                    "Kafka failed: " + e.getMessage(),
                    "Check the brokers and this client's permissions, and run the command again.",
                    e);
        } catch (RuntimeException e) {
            throw new TableFailure(
                    "an unforeseen failure, " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "Run the command again with --debug, and report what it prints.",
                    e);
        }
    }

    private void joinOrFail() throws InterruptedException, TableFailure {
        for (int attempt = 1; ; attempt++) {
            boolean lastAttempt = attempt >= context.limits().attempts();
            try {
                join(attempt);
                return;
            } catch (StaleCopyException e) {
                if (lastAttempt) {
                    throw new TableFailure(
                            e.getMessage() + ", as in each of " + attempt + " attempts",
                            "Run the command again when nothing alters the table.",
                            e);
                }
                LOG.info("The copy of {} begins again: {}", id, e.getMessage());
            } catch (SQLException e) {
                if (context.sessions().isAborted() || lastAttempt || !Refusal.isPassing(e)) {
                    throw Refusal.explained(e);
                }
                LOG.warn("The copy of {} begins again, since a database failed: {}", id, e.getMessage());
                Deadline.in(PAUSE).pause(PAUSE);
            }
        }
    }

    private void join(int attempt) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        phase = "connecting";
        Connection mysql = context.sessions().openMySql();
        try {
            Connection postgres = context.sessions().openPostgres();
            try {
                TableJoin join = new TableJoin(context, readerThreads, entry, new SourceServer(mysql), postgres);
                try {
                    if (attempt > 1 && join.hasJoined()) {
                        return;
                    }
                    join.run(attempt);
                } finally {
                    phase = join.phase();
                }
            } finally {
                context.sessions().close(postgres);
            }
        } finally {
            context.sessions().close(mysql);
        }
    }

    /** An older copy of the table stays as it is. */
    private void record(JoinException.Failure failure) {
        String source = context.source();
        String found = "The table could not join the replica (" + failure.phase() + "): " + failure.found();
        try {
            Connection connection = context.sessions().openPostgres();
            try {
                if (!entry.replaces()) {
                    new ReplicaTables(connection, source).setState(id, TableState.DISABLED, found);
                }
                new Joins(connection, source).remove(id);
                connection.commit();
            } finally {
                context.sessions().close(connection);
            }
        } catch (SQLException e) {
            LOG.warn("The failure of {} could not be recorded in the catalogue: {}", id, e.getMessage());
        }
    }
}
