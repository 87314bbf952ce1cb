package dev.anole.mysql.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anole.contract.GtidSet;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.TextDefaults;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.RowImages;
import dev.anole.mysql.SourceOffset;
import dev.anole.mysql.binlog.BinlogBytes;
import dev.anole.mysql.binlog.EventSource;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.ddl.Collations;
import dev.anole.mysql.ddl.DdlParser;
import dev.anole.mysql.ddl.ServerRules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionReaderTest {

    private static final DdlParser DDL = new DdlParser(new ServerRules(
            Dialect.MYSQL,
            new Collations(Map.of(), Map.of(), Map.of(), new TextDefaults("utf8mb4", "utf8mb4_0900_ai_ci")),
            "UTC",
            true));

    private static final String FILE = "binlog.000001";
    private static final GtidSet NO_GTIDS = GtidSet.empty();
    private static final TableFilter FILTER = new TableFilter(List.of("shop"), List.of(), List.of("shop.skipped"));
    private static final long SHOP = 70;
    private static final long OTHER = 71;

    private final EventQueue queue = new EventQueue(1 << 20);
    /** One record for each event, so that the tests see where each stands. */
    private ChangePublisher publisher = new ChangePublisher("shop", queue, Clock.systemUTC(), 0);

    private final SourceMetrics metrics = new SourceMetrics("shop-mysql-source", queue::waitingBytes);

    private SourceOffset offset = new SourceOffset(null, null, null, FILE, 4, NO_GTIDS, 0, 0);
    private TableFilter filter = FILTER;

    @AfterEach
    void closeMetrics() {
        metrics.close();
    }

    @Test
    void beginsWithTheIncarnationAndThePositionThatItFollows() throws Exception {
        List<Published> changes = read(dump());

        ChangeEvent.Incarnation incarnation =
                (ChangeEvent.Incarnation) changes.get(0).event();
        assertThat(incarnation.follows().toString()).startsWith(FILE + ":4");
        assertThat(incarnation.header().sequence()).isEqualTo(1);
    }

    @Test
    void marksTheLastRecordOfATransactionThatIsPublished() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 1).insert(SHOP, 2).insert(OTHER, 3).xid();

        List<Published> rows = rows(read(dump));

        assertThat(rows).extracting(row -> row.event().header().last()).containsExactly(false, true);
        assertThat(rows).extracting(row -> row.event().header().ordinal()).containsExactly(1L, 2L);
        assertThat(rows).extracting(row -> row.event().header().sequence()).containsExactly(2L, 3L);
        assertThat(rows.get(1).event().header().endPosition()).isEqualTo(dump.position());
    }

    @Test
    void countsTransactionsAndRowsEventsOnceEach() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 1).insert(OTHER, 2).insert(SHOP, 3).xid();
        dump.gtid(2)
                .query("shop", "BEGIN")
                .tableMap(99, "shop", "skipped")
                .insert(99, 4)
                .xid();

        read(dump);

        assertThat(metric("transactions-total")).isEqualTo(1);
        assertThat(metric("skipped-transactions-total")).isEqualTo(1);
        assertThat(metric("row-events-total")).isEqualTo(2);
        assertThat(metric("lag-seconds")).isPositive();
    }

    private static double metric(String name) throws Exception {
        return (double) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("dev.anole.source:type=task-metrics,connector=shop-mysql-source,task=0"), name);
    }

    @Test
    void smallEventsOfATransactionShareARecord() throws Exception {
        publisher = new ChangePublisher("shop", queue, Clock.systemUTC(), 1_000);
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump)
                .insert(SHOP, 1)
                .insert(SHOP, 2)
                .insert(OTHER, 3)
                .insert(SHOP, 4)
                .xid();
        dump.gtid(2)
                .query("shop", "BEGIN")
                .tableMap(99, "shop", "t")
                .insert(99, 5)
                .xid();

        List<ChangeEvent> events = read(dump).stream().map(Published::event).toList();

        ChangeEvent.RowsGroup group = (ChangeEvent.RowsGroup) events.get(1);
        assertThat(group.events()).extracting(row -> row.header().ordinal()).containsExactly(1L, 2L, 4L);
        assertThat(group.header().ordinal()).isEqualTo(4);
        assertThat(group.header().sequence()).isEqualTo(2);
        assertThat(group.header().last()).isTrue();
        assertThat(events.get(2).kind()).isEqualTo(ChangeEvent.Kind.ROWS);
        assertThat(events.get(2).header().sequence()).isEqualTo(3);
    }

    @Test
    void offsetsPointIntoTheTransactionAndBehindItAtItsEnd() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 1).insert(SHOP, 2).xid();

        List<Published> rows = rows(read(dump));

        assertThat(rows.get(0).offset().position()).isEqualTo(4);
        assertThat(rows.get(0).offset().ordinal()).isEqualTo(1);
        assertThat(rows.get(0).offset().gtids()).isEqualTo(NO_GTIDS);
        assertThat(rows.get(1).offset().position()).isEqualTo(dump.position());
        assertThat(rows.get(1).offset().ordinal()).isZero();
        assertThat(rows.get(1).offset().gtids()).isEqualTo(GtidSet.parse(BinlogBytes.UUID + ":1"));
    }

    @Test
    void resumesWithinATransaction() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump)
                .insert(SHOP, 1)
                .insert(OTHER, 9)
                .insert(SHOP, 2)
                .insert(SHOP, 3)
                .xid();
        List<Published> all = rows(read(dump));
        offset = all.get(0).offset();

        List<Published> rest = rows(read(dump));

        assertThat(rest).extracting(row -> row.event().header().ordinal()).containsExactly(3L, 4L);
        assertThat(rest).extracting(row -> row.event().header().sequence()).containsExactly(3L, 4L);
        assertThat(rest).extracting(row -> row.event().header().incarnation()).containsOnly(offset.incarnation());
    }

    @Test
    void aLostConnectionRepeatsNothingAndLosesNothing() throws Exception {
        BinlogBytes cut = dump().gtid(1).query("shop", "BEGIN");
        twoTables(cut).insert(SHOP, 1).insert(SHOP, 2);
        BinlogBytes whole = dump().gtid(1).query("shop", "BEGIN");
        twoTables(whole).insert(SHOP, 1).insert(SHOP, 2).insert(SHOP, 3).xid();

        List<Published> changes = read(cut);
        changes.addAll(read(whole));

        assertThat(rows(changes))
                .extracting(row -> row.event().header().ordinal())
                .containsExactly(1L, 2L, 3L);
        assertThat(rows(changes)).extracting(row -> row.event().header().last()).containsExactly(false, false, true);
    }

    @Test
    void anotherFilterRepeatsTheTransactionInANewIncarnation() throws Exception {
        BinlogBytes cut = dump().gtid(1).query("shop", "BEGIN");
        twoTables(cut).insert(SHOP, 1).insert(SHOP, 2);
        BinlogBytes whole = dump().gtid(1).query("shop", "BEGIN");
        twoTables(whole).insert(SHOP, 1).insert(SHOP, 2).insert(OTHER, 3).xid();
        List<Published> before = read(cut);
        filter = new TableFilter(List.of("shop", "other"), List.of(), List.of());

        List<Published> after = read(whole);

        assertThat(rows(before)).hasSize(1);
        assertThat(after.get(0).event().kind()).isEqualTo(ChangeEvent.Kind.INCARNATION);
        assertThat(rows(after))
                .extracting(row -> row.event().header().ordinal())
                .containsExactly(1L, 2L, 3L);
        assertThat(after.get(0).event().header().incarnation())
                .isGreaterThan(before.get(0).event().header().incarnation());
    }

    @Test
    void readsFromTheFilesBeginningWhatLiesBeyondFourGibibytes() throws Exception {
        BinlogBytes dump = dump().skipTo(0xf000_0000L).anonymousGtid().query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 1).skipTo(0x1_0000_0100L).insert(SHOP, 2).xid();
        offset = new SourceOffset(null, null, null, FILE, dump.position(), null, 0, 0);
        dump.anonymousGtid().query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 3).xid();

        List<Published> rows = rows(read(dump));

        assertThat(TransactionReader.dumpPosition(offset.position())).isEqualTo(4);
        assertThat(rows).hasSize(1);
        assertThat(images(rows.get(0)).rows()).containsExactly(0, 3, 0, 0, 0);
        assertThat(rows.get(0).event().header().startPosition()).isGreaterThan(0x1_0000_0100L);
        assertThat(rows.get(0).offset().position()).isEqualTo(dump.position());
    }

    @Test
    void describesATableOnce() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 1).insert(SHOP, 2).xid().gtid(2).query("shop", "BEGIN");
        // The same table under another id, as after a restart of the server.
        dump.tableMap(99, "shop", "t").insert(99, 3).xid();

        assertThat(rows(read(dump)))
                .extracting(row -> images(row).tableMap() != null)
                .containsExactly(true, false, false);
    }

    @Test
    void unwrapsCompressedTransactions() throws Exception {
        BinlogBytes dump = dump().gtid(1).compressedInsert(SHOP, "shop", "t", 5);

        List<Published> rows = rows(read(dump));

        assertThat(images(rows.get(0)).rows()).containsExactly(0, 5, 0, 0, 0);
        assertThat(rows.get(0).event().header().last()).isTrue();
        assertThat(rows.get(0).event().header().endPosition()).isEqualTo(dump.position());
    }

    @Test
    void publishesDdlOfPublishedTablesOnly() throws Exception {
        BinlogBytes dump = dump();
        dump.gtid(1).query("shop", "TRUNCATE t").gtid(2).query("shop", "TRUNCATE skipped");
        dump.gtid(3).query("shop", "GRANT SELECT ON t TO u").gtid(4).query("other", "DROP TABLE shop.t");

        List<Published> changes = read(dump).stream()
                .filter(change -> change.event().kind() == ChangeEvent.Kind.SCHEMA_CHANGE)
                .toList();

        assertThat(changes)
                .extracting(change -> ((ChangeEvent.Schema) change.event()).statement())
                .containsExactly("TRUNCATE t", "DROP TABLE shop.t");
        assertThat(changes.get(1).offset().gtids()).isEqualTo(GtidSet.parse(BinlogBytes.UUID + ":1-4"));
    }

    @Test
    void createTableSelectIsOneTransactionWithItsRows() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "CREATE TABLE t (id INT) START TRANSACTION");
        twoTables(dump).insert(SHOP, 1).xid();

        List<Published> changes = read(dump);

        assertThat(changes).hasSize(3);
        assertThat(changes.get(1).event().header().last()).isFalse();
        assertThat(changes.get(2).event().header().last()).isTrue();
        assertThat(changes.get(2).event().header().ordinal()).isEqualTo(2);
    }

    @Test
    void tellsThePositionOfAnIdleServer() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("other", "BEGIN");
        twoTables(dump).insert(OTHER, 1).xid().heartbeat(FILE);

        List<Published> changes = read(dump);

        ChangeEvent.Heartbeat heartbeat =
                (ChangeEvent.Heartbeat) changes.get(changes.size() - 1).event();
        assertThat(heartbeat.reached().position()).isEqualTo(dump.position());
        assertThat(heartbeat.reached().gtids()).isEqualTo(GtidSet.parse(BinlogBytes.UUID + ":1"));
    }

    @Test
    void saysNothingOfThePositionWithinATransactionThatWasSentInPart() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 1).insert(SHOP, 2).xid();
        offset = rows(read(dump)).get(0).offset();

        assertThat(read(dump().heartbeat(FILE))).isEmpty();
    }

    @Test
    void refusesPartialImages() {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump).insertWithoutColumns(SHOP);

        assertRefused(dump, "0 of 1 columns of shop.t", "SET PERSIST binlog_row_image = FULL");
    }

    @Test
    void refusesChangesOfRowsWrittenAsStatements() {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN").query("shop", "UPDATE t SET a = 1");

        assertRefused(dump, BinlogBytes.UUID + ":1", "SET PERSIST binlog_format = ROW");
    }

    @Test
    void refusesRowsWithoutATableMap() {
        assertRefused(dump().gtid(1).query("shop", "BEGIN").insert(SHOP, 1), "no table map", "init-replica");
    }

    @Test
    void refusesATransactionOtherThanTheOneThatWasSentInPart() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "BEGIN");
        twoTables(dump).insert(SHOP, 1).insert(SHOP, 2).xid();
        offset = rows(read(dump)).get(0).offset();

        assertRefused(new BinlogBytes().file(FILE, 1000).gtid(1), FILE + ":4", FILE + ":1000");
    }

    @Test
    void refusesAnonymousTransactionsWhereGtidsAreThePosition() {
        assertRefused(dump().anonymousGtid(), "has no GTID", "SET PERSIST gtid_mode = ON");
    }

    @Test
    void publishesAPreparedXaTransactionBetweenItsStartAndItsPrepare() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "XA START X'61',X'',1");
        twoTables(dump).insert(OTHER, 9).insert(SHOP, 1).insert(SHOP, 2);
        dump.query("shop", "XA END X'61',X'',1").xaPrepare(false, "a");
        dump.gtid(2).query("", "XA COMMIT X'61',X'',1");
        dump.gtid(3).query("", "XA ROLLBACK X'62',X'',1");

        List<ChangeEvent> events = read(dump).stream().map(Published::event).toList();

        assertThat(events).hasSize(7);
        assertXa(events.get(1), ChangeEvent.Xa.Action.START, "X'61',X'',1", 1, false);
        assertThat(events.get(2).header().ordinal()).isEqualTo(3);
        assertXa(events.get(4), ChangeEvent.Xa.Action.PREPARE, "X'61',X'',1", 5, true);
        assertXa(events.get(5), ChangeEvent.Xa.Action.COMMIT, "X'61',X'',1", 1, true);
        assertXa(events.get(6), ChangeEvent.Xa.Action.ROLLBACK, "X'62',X'',1", 1, true);
        assertThat(events.get(4).header().sameTransaction(events.get(1).header()))
                .isTrue();
        assertThat(events.get(5).header().gtid()).isEqualTo(BinlogBytes.UUID + ":2");
    }

    private static void assertXa(
            ChangeEvent event, ChangeEvent.Xa.Action action, String xid, long ordinal, boolean last) {
        ChangeEvent.Xa xa = (ChangeEvent.Xa) event;
        assertThat(xa.action()).isEqualTo(action);
        assertThat(xa.xid()).isEqualTo(xid);
        assertThat(xa.header().ordinal()).isEqualTo(ordinal);
        assertThat(xa.header().last()).isEqualTo(last);
    }

    @Test
    void anXaTransactionWithoutPublishedRowsIsOnlyPrepared() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("other", "XA START X'61',X'',1");
        twoTables(dump).insert(OTHER, 1).xaPrepare(false, "a");

        List<ChangeEvent> events = read(dump).stream().map(Published::event).toList();

        assertThat(events).hasSize(2);
        assertXa(events.get(1), ChangeEvent.Xa.Action.PREPARE, "X'61',X'',1", 3, true);
    }

    @Test
    void anXaTransactionOfOnePhaseEndsWithItsRows() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "XA START X'61',X'',1");
        twoTables(dump).insert(SHOP, 1).xaPrepare(true, "a");

        List<ChangeEvent> events = read(dump).stream().map(Published::event).toList();

        assertThat(events).hasSize(3);
        assertXa(events.get(1), ChangeEvent.Xa.Action.START, "X'61',X'',1", 1, false);
        assertThat(events.get(2).kind()).isEqualTo(ChangeEvent.Kind.ROWS);
        assertThat(events.get(2).header().last()).isTrue();
    }

    @Test
    void resumesWithinAnXaTransactionAfterEachOfItsRecords() throws Exception {
        BinlogBytes dump = dump().gtid(1).query("shop", "XA START X'61',X'',1");
        twoTables(dump)
                .insert(OTHER, 9)
                .insert(SHOP, 1)
                .insert(SHOP, 2)
                .query("shop", "XA END X'61',X'',1")
                .xaPrepare(false, "a");
        List<Published> all = read(dump);
        assertThat(all).hasSize(5);

        for (int sent = 2; sent < all.size(); sent++) {
            offset = all.get(sent - 1).offset();
            publisher = new ChangePublisher("shop", queue, Clock.systemUTC(), 0);

            List<Published> rest = read(dump);

            List<Long> expected = all.subList(sent, all.size()).stream()
                    .map(change -> change.event().header().ordinal())
                    .toList();
            assertThat(rest)
                    .extracting(change -> change.event().header().ordinal())
                    .isEqualTo(expected);
            assertThat(rest)
                    .extracting(change -> change.event().header().sequence())
                    .first()
                    .isEqualTo(sent + 1L);
        }
    }

    @Test
    void mariaDbStartsAnXaTransactionInItsGtidEvent() throws Exception {
        for (boolean groupCommit : new boolean[] {false, true}) {
            BinlogBytes dump = dump().mariaDbPreparedXa(1, "ab", groupCommit);
            twoTables(dump)
                    .insert(SHOP, 1)
                    .query("shop", "XA END X'6162',X'',1")
                    .xaPrepare(false, "ab");
            offset = new SourceOffset(null, null, null, FILE, 4, null, 0, 0);

            List<ChangeEvent> events =
                    read(dump, false).stream().map(Published::event).toList();

            assertThat(events).hasSize(4);
            assertXa(events.get(1), ChangeEvent.Xa.Action.START, "X'6162',X'',1", 1, false);
            assertXa(events.get(3), ChangeEvent.Xa.Action.PREPARE, "X'6162',X'',1", 3, true);
        }
    }

    private static BinlogBytes dump() {
        return new BinlogBytes().file(FILE, 4);
    }

    private static BinlogBytes twoTables(BinlogBytes dump) {
        return dump.tableMap(SHOP, "shop", "t").tableMap(OTHER, "other", "t");
    }

    private void assertRefused(BinlogBytes dump, String... messages) {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> read(dump))
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }

    /** Reads a connection's events to their end, then leaves the offset to go on at. */
    private List<Published> read(BinlogBytes dump) throws IOException, InterruptedException {
        return read(dump, true);
    }

    private List<Published> read(BinlogBytes dump, boolean gtids) throws IOException, InterruptedException {
        StreamStart start = StreamStart.decide(offset, "server", gtids, gtids, filter.hash(), 1000);
        if (!start.newIncarnation()) {
            publisher.resume(start);
        }
        TransactionReader reader = new TransactionReader(
                start,
                filter,
                publisher,
                new CompactRowsWriter(publisher),
                new HeartbeatPace(0),
                Map.of(),
                DDL,
                metrics);
        EventSource events = dump.read();
        for (RawEvent event = events.next(); event != null; event = events.next()) {
            reader.accept(event);
        }
        offset = reader.resumeOffset();
        publisher.flush();
        return new ArrayList<>(queue.take(Long.MAX_VALUE, 0));
    }

    private static List<Published> rows(List<Published> changes) {
        return changes.stream()
                .filter(change -> change.event().kind() == ChangeEvent.Kind.ROWS)
                .toList();
    }

    private static RowImages.Binlog images(Published row) {
        return (RowImages.Binlog) ((ChangeEvent.Rows) row.event()).images();
    }
}
