package dev.anole.postgres.transaction;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.RowImages;
import dev.anole.contract.value.BinlogTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The table maps by which row images are decoded. The topic brings each one once, with the first rows that need it
 * since the source's start; the catalogue keeps them. Used by one thread.
 */
public final class TableMaps {

    private final String source;
    private final Map<Long, BinlogTable> known = new HashMap<>();
    private final Map<Long, byte[]> unsaved = new HashMap<>();

    /** @param connection for reading those that the catalogue has; not kept */
    public TableMaps(Connection connection, String source) throws SQLException {
        this.source = source;
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT table_map FROM anole.table_metadata WHERE source = ?")) {
            statement.setString(1, source);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    byte[] tableMap = rows.getBytes(1);
                    known.put(BinlogTable.fingerprint(tableMap), BinlogTable.parse(tableMap));
                }
            }
        }
    }

    /** Remembers what the record brings; to be called for every record, those of tables that are not applied too. */
    public void learn(ChangeEvent.Rows rows) {
        if (rows.images() instanceof RowImages.Binlog images) {
            byte[] tableMap = images.tableMap();
            if (tableMap != null && !known.containsKey(images.fingerprint())) {
                known.put(images.fingerprint(), BinlogTable.parse(tableMap));
                unsaved.put(images.fingerprint(), tableMap);
            }
        }
    }

    /**
     * The description of these images.
     *
     * @throws TornStreamException if it never came
     */
    public BinlogTable describe(ChangeEvent.Rows rows, RowImages.Binlog images) {
        BinlogTable table = known.get(images.fingerprint());
        if (table == null) {
            throw new TornStreamException(
                    "The record with the table map of " + rows.table() + " is missing ("
                            + rows.header().place() + "): the topic was truncated",
                    "Run `replica-admin init-replica --source " + source + "`, which copies the tables again",
                    rows.header().place());
        }
        return table;
    }

    /** Writes what was learnt since the last call of {@link #saved()}; the caller commits. */
    public void save(Connection connection) throws SQLException {
        if (unsaved.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO anole.table_metadata VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (Map.Entry<Long, byte[]> entry : unsaved.entrySet()) {
                statement.setString(1, source);
                statement.setLong(2, entry.getKey());
                statement.setBytes(3, entry.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** What {@link #save} wrote was committed. */
    public void saved() {
        unsaved.clear();
    }
}
