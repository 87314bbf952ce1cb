package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.prepared.ParkedRows;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.transaction.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a session does with XA transactions: their rows are parked at XA PREPARE, whatever tables they are of, and given
 * out at XA COMMIT. XIDs that are not known here were prepared before the stream began, and every copy waited for
 * them, so there is nothing to do. Used by one thread.
 */
final class XaTransactions {

    private final PreparedTransactions prepared;
    private final Set<String> withRows;
    private OptionalLong streamed = OptionalLong.empty();

    XaTransactions(Connection connection, String source) throws SQLException {
        prepared = new PreparedTransactions(connection, source);
        withRows = prepared.withRows();
    }

    /** Whether the transaction commits rows that were prepared before, so that it has to be applied alone. */
    boolean commitsRows(Transaction transaction) {
        ChangeEvent.Xa xa = transaction.xa();
        return xa != null && xa.action() == ChangeEvent.Xa.Action.COMMIT && withRows.contains(xa.xid());
    }

    /** The transaction is going to be written, in a batch or as the end of a stream. */
    void expect(Transaction transaction) {
        ChangeEvent.Xa xa = transaction.xa();
        if (xa != null) {
            if (xa.action() == ChangeEvent.Xa.Action.PREPARE
                    && (!transaction.rows().isEmpty() || streamed.isPresent())) {
                withRows.add(xa.xid());
            } else {
                withRows.remove(xa.xid());
            }
        }
    }

    /** Writes what the transaction says, if it is a step of an XA transaction; it must not commit rows. */
    void write(Transaction transaction) throws SQLException {
        ChangeEvent.Xa xa = transaction.xa();
        if (xa == null) {
            return;
        }
        if (xa.action() == ChangeEvent.Xa.Action.PREPARE) {
            prepared.park(prepared.begin(xa.xid(), xa.header()), transaction.rows());
        } else {
            OptionalLong ended = prepared.find(xa.xid());
            if (ended.isPresent()) {
                prepared.forget(ended.getAsLong());
            }
        }
    }

    /** Parks a part of a transaction too large to be held. */
    void park(String xid, List<ChangeEvent.Rows> rows, EventHeader header) throws SQLException {
        if (streamed.isEmpty()) {
            streamed = OptionalLong.of(prepared.begin(xid, header));
        }
        prepared.park(streamed.getAsLong(), rows);
    }

    /** Parks the last part, at XA PREPARE. */
    void endParking(Transaction transaction) throws SQLException {
        prepared.park(streamed.orElseThrow(), transaction.rows());
        streamed = OptionalLong.empty();
    }

    /** The rows parked of a transaction that streams, if it proves to be committed in one phase; once. */
    Optional<Parked> takeStreamed(EventHeader header) {
        OptionalLong taken = streamed;
        streamed = OptionalLong.empty();
        return taken.isEmpty() ? Optional.empty() : Optional.of(parked(taken.getAsLong(), header));
    }

    /** The rows that the transaction commits. */
    Parked committed(Transaction commit) throws SQLException {
        ChangeEvent.Xa xa = requireNonNull(commit.xa());
        return parked(prepared.find(xa.xid()).orElseThrow(), xa.header());
    }

    private Parked parked(long id, EventHeader header) {
        return new Parked(id, prepared.rows(id, header));
    }

    /** What was parked under one XID. */
    record Parked(long id, ParkedRows rows) {}

    /** These rows were applied, and are kept for the tables that are being copied. */
    void settle(Parked parked, EventHeader commit) throws SQLException {
        prepared.settle(parked.id(), commit);
    }

    void forget(Parked parked) throws SQLException {
        prepared.forget(parked.id());
    }

    /** The stream is given up; what it parked is rolled back. */
    void abandonStream() {
        streamed = OptionalLong.empty();
    }

    /** In a PostgreSQL transaction behind the one that settled. */
    void purge() throws SQLException {
        prepared.purge();
    }
}
