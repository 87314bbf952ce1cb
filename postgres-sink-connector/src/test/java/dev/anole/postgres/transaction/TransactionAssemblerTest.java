package dev.anole.postgres.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransactionAssemblerTest {

    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final TableId TABLE = new TableId("shop", "orders");

    private final TransactionAssembler assembler = new TransactionAssembler(start(1000, UUID + ":1-10"));
    private long offset = 50;

    private static ReplicaPosition start(long position, String gtids) {
        SourcePosition applied =
                new SourcePosition("binlog.000003", position, gtids == null ? null : GtidSet.parse(gtids));
        return new ReplicaPosition("s", "s.changes", 0, 50, null, applied, 0, 0, null, 1, 1, null);
    }

    private static EventHeader header(long incarnation, long sequence, long ordinal, boolean last, int transaction) {
        return new EventHeader(
                incarnation,
                sequence,
                ordinal,
                last,
                UUID,
                UUID + ":" + transaction,
                "binlog.000003",
                transaction * 100L,
                transaction * 100L + 100,
                0);
    }

    private Optional<Transaction> begin(long incarnation, String gtids) {
        SourcePosition follows = new SourcePosition("binlog.000003", 1000, GtidSet.parse(gtids));
        EventHeader header = new EventHeader(incarnation, 1, 0, true, UUID, null, "binlog.000003", 1000, 1000, 0);
        return assembler.add(offset++, new ChangeEvent.Incarnation(header, follows, "f", "s"));
    }

    private Optional<Transaction> rows(long incarnation, long sequence, long ordinal, boolean last, int transaction) {
        RowImages images = new RowImages.Binlog(1, null, new byte[10]);
        EventHeader header = header(incarnation, sequence, ordinal, last, transaction);
        return assembler.add(offset++, new ChangeEvent.Rows(header, TABLE, Operation.INSERT, true, false, images));
    }

    @Test
    void givesATransactionWholeAtItsLastRecord() {
        begin(7, UUID + ":1-10");

        assertThat(rows(7, 2, 1, false, 11)).isEmpty();
        Transaction transaction = rows(7, 3, 2, true, 11).orElseThrow();

        assertThat(transaction.rows()).hasSize(2);
        assertThat(transaction.nextOffset()).isEqualTo(offset);
        assertThat(transaction.after().applied().gtids()).isEqualTo(GtidSet.parse(UUID + ":1-11"));
        assertThat(transaction.after().applied().position()).isEqualTo(1200);
    }

    @Test
    void dropsWhatARestartedSourceSendsAgain() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 1, true, 11);
        rows(7, 3, 1, false, 12);
        rows(7, 4, 2, false, 12);

        assertThat(rows(7, 2, 1, true, 11)).isEmpty();
        assertThat(rows(7, 3, 1, false, 12)).isEmpty();
        assertThat(rows(7, 4, 2, false, 12)).isEmpty();
        Transaction transaction = rows(7, 5, 3, true, 12).orElseThrow();

        assertThat(transaction.rows()).extracting(row -> row.header().ordinal()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesFromARepeatedRecordOnlyWhatIsNew() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 1, false, 11);
        rows(7, 3, 2, false, 11);
        RowImages images = new RowImages.Binlog(1, null, new byte[10]);
        EventHeader last = header(7, 3, 4, true, 11);
        List<ChangeEvent.Rows> events = Stream.of(2L, 3L, 4L)
                .map(ordinal ->
                        new ChangeEvent.Rows(last.withOrdinal(ordinal), TABLE, Operation.INSERT, true, false, images))
                .toList();

        Transaction transaction =
                assembler.add(offset++, new ChangeEvent.RowsGroup(last, events)).orElseThrow();

        assertThat(transaction.rows()).extracting(row -> row.header().ordinal()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(transaction.nextOffset()).isEqualTo(offset);
    }

    @Test
    void completesATransactionWhoseEndAloneWasSentAgain() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 1, false, 11);

        Transaction transaction = rows(7, 2, 1, true, 11).orElseThrow();

        assertThat(transaction.rows()).hasSize(1);
    }

    @Test
    void keepsTheOffsetOfAnOpenTransactionForTheNextSession() {
        begin(7, UUID + ":1-10");
        long between = offset;

        rows(7, 2, 1, false, 11);
        rows(7, 2, 1, false, 10);

        assertThat(assembler.position().nextOffset()).isEqualTo(between);
    }

    @Test
    void forgetsAHalfTransactionWhenTheSourceBeginsAnew() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 1, false, 11);

        begin(8, UUID + ":1-10");
        Transaction transaction = rows(8, 2, 1, true, 11).orElseThrow();

        assertThat(transaction.rows()).hasSize(1);
        assertThat(rows(7, 3, 2, true, 11)).isEmpty();
    }

    @Test
    void refusesAHoleInTheSequence() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 1, true, 11);

        assertThatThrownBy(() -> rows(7, 4, 1, true, 13))
                .isInstanceOf(TornStreamException.class)
                .hasMessageContaining("hole")
                .hasMessageContaining("s.changes")
                .hasMessageContaining("init-replica");
    }

    @Test
    void refusesAnIncarnationWithoutItsFirstRecord() {
        assertThatThrownBy(() -> rows(7, 2, 1, true, 11))
                .isInstanceOf(TornStreamException.class)
                .hasMessageContaining("first record is missing");
    }

    @Test
    void refusesAnIncarnationThatLeavesTransactionsOut() {
        assertThatThrownBy(() -> begin(7, UUID + ":1-12"))
                .isInstanceOf(TornStreamException.class)
                .hasMessageContaining("never published");
    }

    @Test
    void refusesAnotherSourcesIncarnation() {
        SourcePosition follows = new SourcePosition("binlog.000003", 1000, GtidSet.parse(UUID + ":1-10"));
        EventHeader header = new EventHeader(7, 1, 0, true, UUID, null, "binlog.000003", 1000, 1000, 0);

        assertThatThrownBy(() -> assembler.add(offset, new ChangeEvent.Incarnation(header, follows, "f", "other")))
                .isInstanceOf(TornStreamException.class)
                .hasMessageContaining("source other")
                .hasMessageContaining("What to do: Give each source a topic of its own");
    }

    @Test
    void refusesATopicThatWasMadeAgain() {
        offset = 3;

        assertThatThrownBy(() -> begin(7, UUID + ":1-10"))
                .isInstanceOf(TornStreamException.class)
                .hasMessageContaining("made again");
    }

    @Test
    void refusesATransactionThatInterruptsAnother() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 1, false, 11);

        assertThatThrownBy(() -> rows(7, 3, 1, true, 12))
                .isInstanceOf(TornStreamException.class)
                .hasMessageContaining("before the last one");
    }

    @Test
    void handsOutTheRowsOfATransactionTooLargeToHold() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 1, false, 11);

        assertThat(assembler.takeOpenRows()).hasSize(1);
        assertThat(assembler.isStreaming()).isTrue();
        assertThat(rows(7, 2, 1, false, 11)).isEmpty();
        Transaction transaction = rows(7, 3, 2, true, 11).orElseThrow();

        assertThat(transaction.rows()).hasSize(1);
        assertThat(assembler.isStreaming()).isFalse();
    }

    private Optional<Transaction> xa(long sequence, long ordinal, int transaction, ChangeEvent.Xa.Action action) {
        boolean last = action != ChangeEvent.Xa.Action.START;
        EventHeader header = header(7, sequence, ordinal, last, transaction);
        return assembler.add(offset++, new ChangeEvent.Xa(header, action, "X'61',X'',1"));
    }

    @Test
    void tellsThatRowsAreOnlyPrepared() {
        begin(7, UUID + ":1-10");

        assertThat(xa(2, 1, 11, ChangeEvent.Xa.Action.START)).isEmpty();
        assertThat(assembler.openXid()).isEqualTo("X'61',X'',1");
        assertThat(rows(7, 3, 2, false, 11)).isEmpty();
        assertThat(xa(2, 1, 11, ChangeEvent.Xa.Action.START)).isEmpty();
        assertThat(rows(7, 3, 2, false, 11)).isEmpty();
        Transaction prepared = xa(4, 3, 11, ChangeEvent.Xa.Action.PREPARE).orElseThrow();

        assertThat(prepared.rows()).hasSize(1);
        assertThat(prepared.xa()).isNotNull();
        assertThat(assembler.openXid()).isNull();
        assertThat(xa(4, 3, 11, ChangeEvent.Xa.Action.PREPARE)).isEmpty();
        Transaction committed = xa(5, 1, 12, ChangeEvent.Xa.Action.COMMIT).orElseThrow();
        assertThat(committed.rows()).isEmpty();
        assertThat(committed.after().applied().gtids()).isEqualTo(GtidSet.parse(UUID + ":1-12"));
    }

    @Test
    void anXaTransactionOfOnePhaseIsOneLikeOthers() {
        begin(7, UUID + ":1-10");
        xa(2, 1, 11, ChangeEvent.Xa.Action.START);

        Transaction transaction = rows(7, 3, 2, true, 11).orElseThrow();

        assertThat(transaction.xa()).isNull();
        assertThat(transaction.rows()).hasSize(1);
        assertThat(assembler.openXid()).isNull();
    }

    @Test
    void refusesToPrepareRowsThatWereTakenWithoutTheirBeginning() {
        begin(7, UUID + ":1-10");
        rows(7, 2, 2, false, 11);
        assembler.takeOpenRows();

        assertThatThrownBy(() -> xa(3, 3, 11, ChangeEvent.Xa.Action.PREPARE))
                .isInstanceOf(TornStreamException.class)
                .hasMessageContaining("X'61',X'',1");
    }

    @Test
    void recognisesRepetitionsByFilePositionWithoutGtids() {
        TransactionAssembler byFile = new TransactionAssembler(start(1200, null));
        SourcePosition follows = new SourcePosition("binlog.000003", 1200, null);
        EventHeader first = new EventHeader(7, 1, 0, true, UUID, null, "binlog.000003", 1200, 1200, 0);
        byFile.add(50, new ChangeEvent.Incarnation(first, follows, "f", "s"));
        RowImages images = new RowImages.Binlog(1, null, new byte[10]);
        EventHeader repeated = new EventHeader(7, 2, 1, true, UUID, null, "binlog.000003", 1100, 1200, 0);
        EventHeader next = new EventHeader(7, 3, 1, true, UUID, null, "binlog.000003", 1200, 1300, 0);

        assertThat(byFile.add(51, new ChangeEvent.Rows(repeated, TABLE, Operation.INSERT, true, false, images)))
                .isEmpty();
        assertThat(byFile.add(52, new ChangeEvent.Rows(next, TABLE, Operation.INSERT, true, false, images)))
                .isPresent();
    }
}
