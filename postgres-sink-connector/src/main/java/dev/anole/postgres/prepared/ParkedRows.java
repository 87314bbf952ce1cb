package dev.anole.postgres.prepared;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a parked transaction, some at a time, so that memory is bounded. Used by one thread. */
public final class ParkedRows {

    private static final int CHUNKS = 16;
    private static final int BYTES = 4 << 20;

    private final Connection connection;
    private final long transaction;
    private final EventHeader header;
    private long last = -1;

    ParkedRows(Connection connection, long transaction, EventHeader header) {
        this.connection = connection;
        this.transaction = transaction;
        this.header = header;
    }

    /** The next rows events, in MySQL's order; empty behind the last. */
    public List<ChangeEvent.Rows> next() throws SQLException {
        String sql = """
                SELECT number, rows FROM (
                  SELECT number, rows, sum(length(rows)) OVER (ORDER BY number) - length(rows) AS bytes_before
                  FROM anole.prepared_rows WHERE transaction = ? AND number > ? ORDER BY number LIMIT ?) next
                WHERE bytes_before < ? ORDER BY number""";
        List<ChangeEvent.Rows> events = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, transaction);
            statement.setLong(2, last);
            statement.setInt(3, CHUNKS);
            statement.setInt(4, BYTES);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    events.addAll(ParkedRowsCodec.decode(rows.getBytes(2), header));
                }
            }
        }
        return events;
    }
}
