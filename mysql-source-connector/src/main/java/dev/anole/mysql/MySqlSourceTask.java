package dev.anole.mysql;

import dev.anole.contract.notice.NoticeLevel;
import dev.anole.contract.notice.Notices;
import dev.anole.contract.notice.RollbarConfig;
import dev.anole.mysql.stream.BinlogReader;
import dev.anole.mysql.stream.EventQueue;
import dev.anole.mysql.stream.Published;
import dev.anole.mysql.stream.SourceMetrics;
import dev.anole.mysql.stream.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Polls what a {@link BinlogReader} reads on its own thread. Connect calls it on one thread, but for {@link #stop}. */
public final class MySqlSourceTask extends SourceTask {

    /** How long a poll waits, and thus about how long Connect waits for it when the task is to stop. */
    private static final long POLL_TIMEOUT_MS = 250;

    private Notices notices = Notices.none();
    private Map<String, String> about = Map.of();
    private @Nullable Running running;

    private record Running(
            BinlogReader reader, EventQueue queue, RecordWriter writer, long pollBatchBytes, SourceMetrics metrics) {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }

    @Override
    public void start(Map<String, String> properties) {
        MySqlSourceConfig config = new MySqlSourceConfig(properties);
        notices = RollbarConfig.notices(config);
        about = Map.of("source", config.sourceName(), "connector", "source");
        try {
            start(config, properties.getOrDefault("name", config.sourceName()));
        } catch (RuntimeException e) {
            tell(e);
            throw e;
        }
    }

    private void tell(RuntimeException failure) {
        notices.send(
                NoticeLevel.CRITICAL,
                "The source connector of " + about.get("source") + " has failed: " + failure.getMessage(),
                about);
    }

    private void start(MySqlSourceConfig config, String connector) {
        EventQueue queue = new EventQueue(config.queueBytes());
        StreamSettings settings = new StreamSettings(
                config.sourceName(),
                config.address(),
                config.serverId(),
                config.tableFilter(),
                config.recordFormat(),
                config.heartbeatIntervalMs(),
                config.gtidEnable(),
                config.failUnreachable(),
                notices);
        SourceOffset offset = storedOffset(config.sourceName());
        RecordWriter writer =
                new RecordWriter(config.sourceName(), config.topic(), config.recordFormat(), config.recordMaxBytes());
        SourceMetrics metrics = new SourceMetrics(connector, queue::waitingBytes);
        BinlogReader reader = new BinlogReader(settings, offset, queue, metrics);
        running = new Running(reader, queue, writer, config.pollBatchBytes(), metrics);
        reader.start();
    }

    private SourceOffset storedOffset(String sourceName) {
        Map<String, Object> stored = context.offsetStorageReader().offset(SourceOffset.partition(sourceName));
        if (stored == null) {
            throw new SourceException(
                    "The source \"" + sourceName + "\" has no offset, so it does not know where to begin",
                    "run replica-admin init-replica, which copies the tables and sets it");
        }
        try {
            return SourceOffset.parse(stored);
        } catch (IllegalArgumentException e) {
            throw new SourceException(
                    "The offset of the source \"" + sourceName + "\" cannot be read: " + e.getMessage(),
                    "correct it by PATCH /connectors/{name}/offsets, or " + SourceException.INITIALISE,
                    e);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Running current = running;
        if (current == null) {
            return null;
        }
        try {
            return poll(current);
        } catch (RuntimeException e) {
            tell(e);
            throw e;
        }
    }

    private static @Nullable List<SourceRecord> poll(Running current) throws InterruptedException {
        List<Published> changes = current.queue.take(current.pollBatchBytes, POLL_TIMEOUT_MS);
        if (changes.isEmpty()) {
            return null;
        }
        List<SourceRecord> records = new ArrayList<>(changes.size());
        for (Published change : changes) {
            records.add(current.writer.write(change));
        }
        current.metrics.published(records);
        return records;
    }

    @Override
    public void stop() {
        Running current = running;
        if (current != null) {
            // First, since the task's successor may be waiting for the MBean's name.
            current.metrics.close();
            current.reader.stop();
        }
        notices.close();
    }
}
