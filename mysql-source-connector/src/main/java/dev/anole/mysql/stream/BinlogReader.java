package dev.anole.mysql.stream;

import dev.anole.contract.GtidSet;
import dev.anole.contract.notice.NoticeLevel;
import dev.anole.contract.record.RecordFormat;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.MySqlConnections;
import dev.anole.mysql.SourceException;
import dev.anole.mysql.SourceOffset;
import dev.anole.mysql.binlog.BinlogDump;
import dev.anole.mysql.binlog.EventSource;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.ddl.DdlParser;
import dev.anole.mysql.ddl.ServerRules;
import dev.anole.mysql.server.ConnectionFailure;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.mysql.server.Problem;
import dev.anole.mysql.server.ServerChecks;
import java.io.EOFException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a server's binlog into a queue, on a thread of its own. A connection that is lost, or refused for a while, is
 * made again for as long as it takes, unless the settings say that a refusal ends it; whatever else goes wrong goes to
 * the queue, and ends the thread.
 */
public final class BinlogReader {

    private static final Logger LOG = LoggerFactory.getLogger(BinlogReader.class);

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 10_000;
    private static final long STOP_TIMEOUT_MS = 10_000;

    /** Some six seconds of pauses; a connection that breaks heals sooner, and needs nobody. */
    private static final int ATTEMPTS_BEFORE_NOTICE = 7;

    /** A busy stream hands over what has gathered after so many events at the latest. */
    private static final int EVENTS_BETWEEN_FLUSHES = 256;

    private final StreamSettings settings;
    private final EventQueue queue;
    private final SourceMetrics metrics;
    private final ChangePublisher publisher;
    private final HeartbeatPace pace;
    private final DumpRefusals refusals;
    private final Thread thread;

    private SourceOffset offset;
    private int attempts;
    private volatile boolean stopping;
    private volatile @Nullable BinlogDump dump;

    /** @param offset from where to read */
    public BinlogReader(StreamSettings settings, SourceOffset offset, EventQueue queue, SourceMetrics metrics) {
        this.settings = settings;
        this.offset = offset;
        this.queue = queue;
        this.metrics = metrics;
        this.publisher =
                new ChangePublisher(settings.sourceName(), queue, Clock.systemUTC(), ChangePublisher.GROUP_BYTES);
        this.pace = new HeartbeatPace(settings.heartbeatIntervalMs());
        this.refusals = new DumpRefusals(settings);
        this.thread = new Thread(this::run, "anole-binlog-" + settings.sourceName());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, failure) -> queue.fail(failure));
    }

    public void start() {
        thread.start();
    }

    /** Ends the thread; may be called by any. */
    public void stop() {
        stopping = true;
        BinlogDump open = dump;
        if (open != null) {
            open.abort();
        }
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{} did not end within {} ms", thread.getName(), STOP_TIMEOUT_MS);
        }
    }

    private void run() {
        try {
            while (!stopping) {
                connectAndRead();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new ConnectException("The thread that reads the binlog was interrupted", e));
        } catch (SQLException e) {
            boolean waits = settings.failUnreachable() && ConnectionFailure.isTransient(e);
            fail(new SourceException(
                    ConnectionFailure.describe(e, settings.address()) + "; the source stands at " + offset.place(),
                    "mend that" + (waits ? ", or set on_error_read to continue, which waits for it" : "")
                            + ", then run replica-admin start-replica",
                    e));
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        if (!stopping) {
            try {
                publisher.flush();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            queue.fail(e);
        }
    }

    /** Returns when the connection was lost, having waited a little. */
    private void connectAndRead() throws IOException, SQLException, InterruptedException {
        try {
            read(prepare());
        } catch (SQLException e) {
            if (settings.failUnreachable() || !ConnectionFailure.isTransient(e)) {
                throw e;
            }
            pause(ConnectionFailure.describe(e, settings.address()));
        } catch (IOException e) {
            if (!ConnectionFailure.isTransient(e) && !refusals.mayHeal(e, System.nanoTime())) {
                throw refusals.exception(e, offset.place());
            }
            pause("The connection to MySQL on " + settings.address().place() + " was lost at " + offset.place() + " ("
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")");
        }
    }

    private void pause(String reason) throws InterruptedException {
        if (stopping) {
            return;
        }
        publisher.flush();
        attempts++;
        metrics.reconnects();
        if (attempts == ATTEMPTS_BEFORE_NOTICE) {
            settings.notices()
                    .send(
                            NoticeLevel.ERROR,
                            "The source connector of " + settings.sourceName() + " waits for MySQL on "
                                    + settings.address().place() + ": " + reason,
                            Map.of("source", settings.sourceName(), "connector", "source"));
        }
        long pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempts - 1, 10));
        LOG.warn("{}; connecting again in {} ms (attempt {})", reason, pauseMs, attempts);
        TimeUnit.MILLISECONDS.sleep(pauseMs);
    }

    /** What is known of the server before the dump. */
    private record Prepared(StreamStart start, Map<Integer, String> characterSets, DdlParser ddl) {}

    private Prepared prepare() throws SQLException, InterruptedException {
        MySqlAddress address = settings.address();
        try (Connection connection = MySqlConnections.open(
                address, Map.of("socketTimeout", Integer.toString(Math.max(30_000, address.connectTimeoutMs()))))) {
            requireNoProblem(ServerChecks.problems(connection, settings.filter()));
            MySqlServer server = new MySqlServer(connection);
            StreamStart start = StreamStart.decide(
                    offset,
                    server.uuid(),
                    server.usesGtids(),
                    settings.gtidEnable(),
                    settings.filterHash(),
                    System.currentTimeMillis());
            ServerHistory.require(server, start);
            return new Prepared(start, server.characterSets(), new DdlParser(ServerRules.read(connection, server)));
        }
    }

    private void requireNoProblem(List<Problem> problems) {
        StringBuilder fatal = new StringBuilder();
        for (Problem problem : problems) {
            if (problem.isFatal()) {
                fatal.append(fatal.isEmpty() ? "" : "; ").append(problem.message());
            } else if (attempts == 0) {
                LOG.warn("{}", problem.message());
            }
        }
        if (!fatal.isEmpty()) {
            throw new SourceException(
                    "MySQL on " + settings.address().place() + " cannot be a source, which stands at " + offset.place()
                            + ": " + fatal,
                    "do what it says, then run replica-admin start-replica");
        }
    }

    private void read(Prepared prepared) throws IOException, InterruptedException {
        StreamStart start = prepared.start();
        if (!start.newIncarnation()) {
            publisher.resume(start);
        }
        TransactionReader reader = new TransactionReader(
                start,
                settings.filter(),
                publisher,
                writer(prepared),
                pace,
                prepared.characterSets(),
                prepared.ddl(),
                metrics);
        BinlogDump opened = dump(start);
        dump = opened;
        try {
            if (stopping) {
                return;
            }
            opened.read(events -> readAll(events, reader, start));
        } finally {
            metrics.disconnected();
            offset = reader.resumeOffset();
        }
    }

    private BinlogDump dump(StreamStart start) {
        BinlogDump opened = new BinlogDump(settings.address(), settings.serverId(), settings.heartbeatIntervalMs());
        GtidSet gtids = start.offset().gtids();
        String file = start.offset().file();
        if (start.usesGtids() && gtids != null) {
            return opened.afterGtids(gtids.toString());
        }
        if (file == null) {
            throw new IllegalStateException("A start without GTIDs has a file");
        }
        return opened.at(file, TransactionReader.dumpPosition(start.offset().position()));
    }

    private RowsWriter writer(Prepared prepared) {
        return settings.format() == RecordFormat.COMPACT
                ? new CompactRowsWriter(publisher)
                : new EnvelopeRowsWriter(publisher, settings.sourceName(), prepared.characterSets());
    }

    private void readAll(EventSource events, TransactionReader reader, StreamStart start)
            throws IOException, InterruptedException {
        LOG.info(
                "Reading the binlog of MySQL on {} (server {}) from {} on, {} incarnation {}",
                settings.address().place(),
                start.serverUuid(),
                start.offset().place(),
                start.newIncarnation() ? "as the new" : "in",
                start.incarnation());
        metrics.connected();
        int sinceFlush = 0;
        long bytes = 0;
        long steadyNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MS);
        while (!stopping) {
            if (!events.ready()) {
                reader.idle();
                publisher.flush();
                metrics.read(bytes);
                sinceFlush = 0;
                bytes = 0;
                if (System.nanoTime() - steadyNanos > 0) {
                    attempts = 0;
                }
            } else if (++sinceFlush >= EVENTS_BETWEEN_FLUSHES) {
                publisher.flush();
                metrics.read(bytes);
                sinceFlush = 0;
                bytes = 0;
            }
            RawEvent event = next(events);
            bytes += event.length();
            reader.accept(event);
        }
    }

    private static RawEvent next(EventSource events) throws IOException {
        RawEvent event = events.next();
        if (event == null) {
            throw new EOFException("MySQL ended the dump");
        }
        return event;
    }
}
