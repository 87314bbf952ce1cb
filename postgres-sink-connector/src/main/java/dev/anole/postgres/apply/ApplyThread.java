package dev.anole.postgres.apply;

import dev.anole.contract.OperatorMessage;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.notice.NoticeLevel;
import dev.anole.contract.record.CompactCodec;
import dev.anole.contract.record.EnvelopeCodec;
import dev.anole.postgres.PostgresConnections;
import dev.anole.postgres.ReplicaException;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.SinkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the records of one topic partition on a thread of its own, so that a slow statement never costs the consumer
 * its place in the group. What the session, the network or the server cause is healed here, by connecting again with
 * back-off; the rest ends the thread, and {@link #failure()} tells. The public methods are for Connect's thread.
 */
public final class ApplyThread {

    private static final Logger LOG = LoggerFactory.getLogger(ApplyThread.class);

    private static final int TAKE_RECORDS = 5_000;
    private static final long TAKE_BYTES = 2L << 20;
    private static final long IDLE_MS = 200;
    private static final long FIRST_BACK_OFF_MS = 100;
    private static final long LAST_BACK_OFF_MS = 10_000;
    private static final long STOP_TIMEOUT_MS = 10_000;
    /** Deadlocks and restarts heal sooner, and need nobody. */
    private static final int ATTEMPTS_BEFORE_NOTE = 3;

    private final ReplicaSettings settings;
    private final String topic;
    private final int partition;
    private final RecordQueue queue;
    private final SinkMetrics metrics;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile @Nullable ReplicaSession session;
    private volatile @Nullable RuntimeException failure;
    private volatile @Nullable SourcePosition applied;
    private volatile long appliedOffset = -1;

    /** Starts it. */
    public ApplyThread(ReplicaSettings settings, String topic, int partition, SinkMetrics metrics) {
        this.settings = settings;
        this.topic = topic;
        this.partition = partition;
        this.metrics = metrics;
        queue = new RecordQueue(settings.queueBytes());
        thread = new Thread(this::run, "anole-apply-" + settings.source());
        // An error such as a lack of memory must not leave a task behind that looks alive.
        thread.setUncaughtExceptionHandler((ended, error) -> failure = new ApplyException(
                "Applying " + topic + " ended by " + error,
                "See the worker's log; if its memory did not suffice, give it more (KAFKA_HEAP_OPTS), and restart the task",
                place(),
                error));
        thread.start();
    }

    /** Hands records over, in order; they are dropped if {@link #takeSeek} has something to tell. */
    public void offer(Collection<DeliveredRecord> records) {
        queue.offer(records);
    }

    /** Whether enough waits, so that the consumer is to be paused. */
    public boolean isFull() {
        return queue.isFull();
    }

    /** Bytes of records that wait. */
    public long queueBytes() {
        return queue.bytes();
    }

    /** The offset from which records are wanted, if that changed since the last call. */
    public OptionalLong takeSeek() {
        return queue.takeSeek();
    }

    /** The offset up to which records are applied and committed; empty before that is known. */
    public OptionalLong appliedOffset() {
        long offset = appliedOffset;
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Why the thread ended by itself; null if it did not. */
    public @Nullable RuntimeException failure() {
        return failure;
    }

    /** Ends it: the open PostgreSQL transaction is committed or rolled back, and the session closed. */
    public void stop() {
        stopping.countDown();
        try {
            thread.join(STOP_TIMEOUT_MS);
            ReplicaSession open = session;
            if (thread.isAlive() && open != null) {
                LOG.warn("A statement of {} still runs after {} ms; its session is ended", topic, STOP_TIMEOUT_MS);
                open.abort();
                thread.join(STOP_TIMEOUT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        long backOffMs = FIRST_BACK_OFF_MS;
        long epoch = -1;
        int attempts = 0;
        while (!isStopping()) {
            long before = appliedOffset;
            try (ReplicaSession opened =
                    ReplicaSession.open(settings, topic, partition, epoch, this::isStopping, metrics)) {
                session = opened;
                metrics.connected(opened.committed().nextOffset());
                epoch = opened.committed().epoch();
                LOG.info(
                        "Applying {} from offset {} ({})",
                        topic,
                        opened.committed().nextOffset(),
                        opened.committed().applied());
                queue.requestSeek(opened.committed().nextOffset());
                applyUntilStopped(opened);
            } catch (SQLException e) {
                if (isStopping()) {
                    LOG.info(
                            "Applying {} ended, what was not committed is rolled back: {} (SQLSTATE {})",
                            topic,
                            firstLine(e),
                            e.getSQLState());
                    return;
                }
                if (!heals(e)) {
                    return;
                }
                metrics.reconnects();
                attempts = appliedOffset > before ? 1 : attempts + 1;
                backOffMs = attempts == 1 ? FIRST_BACK_OFF_MS : Math.min(backOffMs * 2, LAST_BACK_OFF_MS);
                if (attempts >= ATTEMPTS_BEFORE_NOTE) {
                    OperatorMessage wait = standstill(e);
                    if (attempts == ATTEMPTS_BEFORE_NOTE) {
                        // Whether or not PostgreSQL can be told.
                        settings.tell(NoticeLevel.ERROR, wait.text());
                    }
                    noteWait(e, epoch, wait);
                }
                LOG.warn(
                        "PostgreSQL {}: {} (SQLSTATE {}); trying again in {} ms",
                        settings.postgres(),
                        firstLine(e),
                        e.getSQLState(),
                        backOffMs);
                pause(backOffMs);
            } catch (RestartException e) {
                LOG.info("{}; reading on from what was committed", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ApplyException e) {
                failure = e;
                return;
            } catch (ReplicaException e) {
                fail(e);
                return;
            } catch (RuntimeException e) {
                LOG.error("Applying {} ended by a fault of Anole's own", topic, e);
                fail(new ApplyException(
                        "Applying " + topic + " behind " + place() + " ended by " + e,
                        "Applying " + topic + " behind " + place() + " ended by "
                                + e.getClass().getSimpleName(),
                        "See the worker's log and report it; then run `replica-admin start-replica --source "
                                + settings.source() + "`",
                        place(),
                        e));
                return;
            } finally {
                session = null;
                metrics.disconnected();
            }
        }
    }

    private void applyUntilStopped(ReplicaSession opened) throws SQLException, InterruptedException {
        noteApplied(opened);
        while (!isStopping()) {
            List<DeliveredRecord> records = queue.take(TAKE_RECORDS, TAKE_BYTES, IDLE_MS);
            metrics.takes(records);
            for (DeliveredRecord record : records) {
                opened.add(record.offset(), decode(record));
            }
            if (queue.isEmpty()) {
                opened.flush();
            }
            noteApplied(opened);
            metrics.applied(records, appliedOffset);
            opened.maintainIfDue();
        }
    }

    /** MySQL's place up to which everything is applied, for messages. */
    private @Nullable String place() {
        SourcePosition reached = applied;
        return reached == null ? null : reached.toString();
    }

    private void noteApplied(ReplicaSession opened) {
        ReplicaPosition committed = opened.committed();
        appliedOffset = committed.nextOffset();
        applied = committed.applied();
    }

    private ChangeEvent decode(DeliveredRecord record) {
        try {
            return record.value() instanceof byte[] bytes
                    ? CompactCodec.decode(bytes)
                    : EnvelopeCodec.decode(record.value());
        } catch (IllegalArgumentException e) {
            String remedy = "Check that the connector reads the right topic, with the converter that the source writes"
                    + " with (ByteArrayConverter for record.format=compact)";
            ApplyException unreadable = new ApplyException(
                    "Could not read the record at offset " + record.offset() + " of topic " + topic + ": "
                            + e.getMessage(),
                    remedy,
                    place(),
                    e);
            fail(unreadable);
            throw unreadable;
        }
    }

    /** Whether connecting again can help; else the failure is set. */
    private boolean heals(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        // Wrong password, no such role or database: the class says so at connecting only.
        boolean refused = state.startsWith("28") || state.startsWith("3D");
        if (!refused && SqlStates.decide(e) == SqlStates.Decision.RECONNECT) {
            return true;
        }
        String remedy = refused
                ? "Mend the settings postgres.* of the sink connector"
                : "Look up the SQLSTATE in PostgreSQL's manual, appendix A, mend the cause and restart the task";
        fail(new ApplyException(
                "PostgreSQL " + settings.postgres() + " refused: " + firstLine(e) + " (SQLSTATE " + state + ")",
                remedy,
                place(),
                e));
        return false;
    }

    /** The lines that follow may quote the row that was being copied. */
    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void fail(ReplicaException e) {
        failure = e;
        metrics.error();
        LOG.error("Applying {} ended: {}", topic, e.getMessage());
        // A catalogue that is not there can't take the error; Connect's status has it all the same.
        try (Connection connection = open()) {
            new ErrorLog(connection)
                    .add(new ErrorLog.Failure(
                            settings.source(),
                            null,
                            e.problem(),
                            e.remedy(),
                            e.getCause() instanceof SQLException sql ? sql.getSQLState() : null,
                            e.position(),
                            null));
        } catch (SQLException unrecorded) {
            LOG.warn("Could not record the failure in the catalogue: {}", unrecorded.getMessage());
        }
    }

    private Connection open() throws SQLException {
        return PostgresConnections.open(settings.postgres(), "anole sink " + settings.source());
    }

    private OperatorMessage standstill(SQLException cause) {
        return new OperatorMessage(
                "The sink of source " + settings.source() + " waits for PostgreSQL " + settings.postgres()
                        + ", which refused: " + firstLine(cause) + " (SQLSTATE " + cause.getSQLState() + ")",
                SqlStates.remedy(cause));
    }

    /**
     * Lets the operator see what the sink waits for, once that has failed repeatedly; where PostgreSQL cannot take even
     * this, only the log has it.
     */
    private void noteWait(SQLException cause, long epoch, OperatorMessage wait) {
        if (epoch < 0) {
            return;
        }
        try (Connection connection = open()) {
            if (SinkWait.note(connection, settings.source(), epoch, wait.problem(), wait.remedy())) {
                metrics.error();
                new ErrorLog(connection)
                        .add(new ErrorLog.Failure(
                                settings.source(),
                                null,
                                wait.problem(),
                                wait.remedy(),
                                cause.getSQLState(),
                                place(),
                                null));
            }
        } catch (SQLException unrecorded) {
            LOG.warn("Could not note in the catalogue what the sink waits for: {}", unrecorded.getMessage());
        }
    }

    private void pause(long ms) {
        try {
            if (stopping.await(ms, TimeUnit.MILLISECONDS)) {
                LOG.debug("Stopped while waiting for PostgreSQL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
