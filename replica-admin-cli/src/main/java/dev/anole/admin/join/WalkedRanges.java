package dev.anole.admin.join;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ranges with a given number of rows, whose ends MySQL finds by walking along the key's index. */
final class WalkedRanges implements KeyRanges {

    private final String table;
    private final CopyKey key;
    private final long rowsPerRange;

    /** @param table in backticks */
    WalkedRanges(String table, CopyKey key, long rowsPerRange) {
        this.table = table;
        this.key = key;
        this.rowsPerRange = rowsPerRange;
    }

    @Override
    public Optional<KeyBound> endOfFirst(KeyRange rest, Connection mysql) throws SQLException {
        try (Statement statement = mysql.createStatement();
                ResultSet row = statement.executeQuery(endOfRange(rest))) {
            return row.next() ? Optional.of(bound(row)) : Optional.empty();
        }
    }

    String endOfRange(KeyRange rest) {
        String columns = String.join(", ", key.quotedColumns());
        return "SELECT " + columns + " FROM " + table + key.forceIndex() + rest.where(key.quotedColumns())
                + " ORDER BY " + columns + " LIMIT 1 OFFSET " + (rowsPerRange - 1);
    }

    private KeyBound bound(ResultSet row) throws SQLException {
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            literals.add(KeyLiteral.of(key.columns().get(i), row.getBytes(i + 1)));
        }
        return new KeyBound(literals);
    }
}
