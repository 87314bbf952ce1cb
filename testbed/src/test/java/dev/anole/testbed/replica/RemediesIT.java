package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.record.CompactCodec;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.SslMode;
import dev.anole.mysql.binlog.BinlogDump;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * What stops a replica, provoked as in production: each is told with place and remedy in Connect's status, in
 * show-status and in show-errors, and the remedy helps.
 */
class RemediesIT {

    private static final String LARGE = "x".repeat(3 << 20);

    private final Stack stack = Stack.shared();
    private final Connectors connectors = new Connectors(stack.worker());

    private OperatorView view(Replica replica) {
        return new OperatorView(replica, stack.worker());
    }

    private ChangeTopic topic(Replica replica) {
        return new ChangeTopic(stack.kafka(), replica.name() + ".changes");
    }

    @Test
    void anotherReplicaWithTheSameServerId() throws Exception {
        try (Replica replica = Replica.create(stack, "session", "    my_server_id: 4711\n")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY, j JSON)", "INSERT INTO t VALUES (1, '{\"a\": 1, \"b\": 2}')");
            replica.initialise();
            OperatorView view = view(replica);
            AtomicBoolean ended = new AtomicBoolean();
            Thread rival = new Thread(() -> dumpAgainAndAgain(replica, ended));
            rival.start();
            try {
                view.showsFailure(view.source(), "same server id, 4711", "GTIDs ", "my_server_id", "start-replica");
            } finally {
                ended.set(true);
                rival.join();
            }
            replica.succeed("start-replica");
            replica.mySql("INSERT INTO t VALUES (2, NULL)");
            replica.assertEqual("t");

            sessionsThatWriteStatementsOrPartialJson(replica, view);
        }
    }

    private void sessionsThatWriteStatementsOrPartialJson(Replica replica, OperatorView view) throws Exception {
        replica.mySql("SET SESSION binlog_format = STATEMENT", "INSERT INTO t VALUES (3, NULL)");
        view.showsFailure(
                view.source(),
                "as a statement",
                "GTID ",
                "binlog.",
                replica.name(),
                "binlog_format = ROW",
                "init-replica");
        replica.succeed("init-replica", "--start");
        replica.assertEqual("t");

        replica.mySql(
                "SET SESSION binlog_row_value_options = 'PARTIAL_JSON'",
                "UPDATE t SET j = JSON_SET(j, '$.a', 3) WHERE id = 1");
        view.showsFailure(
                view.source(),
                "partial update of JSON",
                replica.name() + ".t",
                "GTID ",
                "binlog_row_value_options = ''",
                "init-replica");
    }

    @Test
    void aTopicThatIsNotFitOrTooNarrowForARow() throws Exception {
        try (Replica replica = Replica.create(stack, "unfit", "    max_record_bytes: 1048576\n");
                ChangeTopic topic = topic(replica)) {
            topic.create(Map.of("cleanup.policy", "compact", "max.message.bytes", "1000000"));
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v LONGTEXT)");
            replica.register();

            assertRefused(replica.admin("init-replica"), "is compacted");
            topic.set("cleanup.policy", "delete");
            assertRefused(replica.admin("init-replica"), "1000000", "max.message.bytes=1048576", "kafka-configs.sh");
            topic.set("max.message.bytes", "1048576");
            ReplicaAdmin.Result result = replica.admin("init-replica", "--start");
            assertThat(result.exitCode()).as(result.all()).isZero();
            assertThat(result.all()).contains("retention.ms=604800000");
            OperatorView view = view(replica);

            replica.mySql("INSERT INTO t VALUES (1, 'small')", "INSERT INTO t VALUES (2, '" + LARGE + "')");

            view.showsFailure(
                    view.source(),
                    replica.name() + ".t",
                    "GTID ",
                    "that takes 3147",
                    "record.max.bytes is 1048576",
                    replica.name() + ".changes",
                    "max_record_bytes");
            allowLargeRows(topic, view);
            replica.assertEqual("t");

            topic.addPartition();
            view.showsProblem("has 2 partitions", "Delete the topic");
            // A member that returns to its group keeps what it had.
            connectors.change(view.sink(), Map.of("consumer.override.group.id", replica.name() + "-anew"));
            view.showsFailure(view.sink(), "partition", "elete");
            assertThat(view.failure(view.sink())).contains(replica.name() + ".changes-1", "init-replica");
        }
    }

    private void allowLargeRows(ChangeTopic topic, OperatorView view) throws Exception {
        String limit = "8388608";
        topic.set("max.message.bytes", limit);
        connectors.change(
                view.source(),
                Map.of(
                        "record.max.bytes",
                        limit,
                        "producer.override.max.request.size",
                        limit,
                        "producer.override.buffer.memory",
                        limit));
        restart(view.source());
    }

    private void restart(String connector) throws Exception {
        connectors.send("POST", "/connectors/" + connector + "/restart?includeTasks=true", null);
    }

    private static void assertRefused(ReplicaAdmin.Result result, String... words) {
        assertThat(result.exitCode()).as(result.all()).isEqualTo(5);
        assertThat(result.all()).contains(words);
    }

    @Test
    void aTopicThatLostRecordsOrWasDeletedOrIsAnothers() throws Exception {
        try (Replica replica = Replica.create(stack, "torn");
                ChangeTopic topic = topic(replica)) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
            replica.initialise();
            OperatorView view = view(replica);
            connectors.stop(view.sink());
            long before = topic.end();
            replica.mySql("INSERT INTO t VALUES (1)");
            await().atMost(Duration.ofSeconds(20)).until(() -> topic.end() > before + 1);

            topic.truncate();

            view.showsProblem(replica.name() + ".changes has lost records");
            connectors.resume(view.sink());
            view.showsFailure(
                    view.sink(),
                    "has a hole before offset",
                    "binlog.",
                    "The replica is at",
                    "retention",
                    "init-replica");

            topic.delete();
            await().atMost(Duration.ofSeconds(20)).until(() -> !topic.exists());
            replica.succeed("stop-replica");
            view.showsProblem(replica.name() + ".changes does not exist", "init-replica");
            assertRefused(replica.admin("start-replica"), "does not exist", "init-replica");
            topic.create(Map.of("retention.ms", "-1", "max.message.bytes", "67108864"));
            view.showsProblem("was deleted and made anew", "init-replica");
            connectors.resume(view.source());
            connectors.resume(view.sink());
            view.showsFailure(view.sink(), "was deleted and made again", "binlog.", "init-replica");
            replica.succeed("init-replica", "--start");
            replica.assertEqual("t");

            recordsOfAnotherSource(replica, topic, view);
        }
    }

    private void recordsOfAnotherSource(Replica replica, ChangeTopic topic, OperatorView view) throws Exception {
        SourcePosition position = new SourcePosition("binlog.000001", 4, null);
        EventHeader header = new EventHeader(
                System.currentTimeMillis(), 1, 0, true, "another server", null, "binlog.000001", 4, 4, 0);
        topic.append(CompactCodec.encode(new ChangeEvent.Incarnation(header, position, "filter", "other")));
        view.showsFailure(view.sink(), "a record of source other", "binlog.000001:4", "topic of its own");

        String wrong = replica.name() + ".elsewhere";
        try (ChangeTopic elsewhere = new ChangeTopic(stack.kafka(), wrong)) {
            elsewhere.create(Map.of());
        }
        connectors.change(view.sink(), Map.of("topics", wrong));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> view.failure(view.sink()).contains(wrong));
        view.showsFailure(
                view.sink(), "was given topic " + wrong, "binlog.", "of topic " + replica.name() + ".changes");

        replica.succeed("init-replica", "--start");
        replica.mySql("INSERT INTO t VALUES (2)");
        replica.assertEqual("t");
    }

    /** Comes back whenever it is kicked out, which it is each time the source connects. */
    private void dumpAgainAndAgain(Replica replica, AtomicBoolean ended) {
        MySqlAddress address = new MySqlAddress(
                stack.mySql().host(),
                stack.mySql().port(),
                stack.mySql().user(),
                stack.mySql().password(),
                SslMode.PREFERRED,
                null,
                null,
                5_000);
        while (!ended.get()) {
            BinlogDump dump = new BinlogDump(address, 4711, 100);
            try {
                dump.afterGtids(replica.mySqlValue("SELECT @@global.gtid_executed")
                                .replace("\n", ""))
                        .read(events -> {
                            while (!ended.get() && events.next() != null) {
                                // Heartbeats come ten times a second.
                            }
                        });
            } catch (IOException e) {
                continue;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
