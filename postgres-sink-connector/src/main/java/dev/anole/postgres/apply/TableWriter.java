package dev.anole.postgres.apply;

import dev.anole.contract.value.RowImage;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.types.ArrayText;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.CopyText;
import dev.anole.postgres.types.ValueConverter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes the net changes of one table: deletes first, then updates, then new rows, so that a unique value may wander
 * from row to row within them. Commits nothing. Used by one thread.
 */
public final class TableWriter {

    /** From here on COPY costs less than a statement with arrays. */
    private static final int COPY_FROM_ROWS = 50;
    /** Bounds the text of one parameter. */
    private static final int MAX_ROWS_PER_STATEMENT = 5_000;

    private static final long MAX_BYTES_PER_STATEMENT = 32L << 20;
    private static final int COPY_CHUNK_BYTES = 64 << 10;

    private final ReplicatedTable table;
    private final TableStatements statements;
    private final int[] allColumns;
    private final ValueBuffer value = new ValueBuffer(256);
    private final ValueBuffer text = new ValueBuffer(COPY_CHUNK_BYTES * 2);

    public TableWriter(ReplicatedTable table) {
        this.table = table;
        statements = new TableStatements(table);
        allColumns = IntStream.range(0, table.columns().size()).toArray();
    }

    /**
     * Writes all of it.
     *
     * @throws SQLException as PostgreSQL's; the transaction is then to be rolled back
     * @throws BadKeyException likewise
     */
    public Written write(Connection connection, TableChanges changes) throws SQLException {
        Written written = new Written();
        TableChanges.ByStatement rows = changes.byStatement();
        delete(connection, rows.deletes(), changes.isIdempotent(), written);
        update(connection, rows.updates(), written);
        insert(connection, rows.inserts(), written);
        return written;
    }

    /** Writes one change by itself, a row that stands in the way of a new one being drift. */
    Written writeAlone(Connection connection, TableChanges change) throws SQLException {
        Written written = new Written();
        TableChanges.ByStatement rows = change.byStatement();
        delete(connection, rows.deletes(), false, written);
        update(connection, rows.updates(), written);
        if (!rows.inserts().isEmpty()) {
            written.drifted(
                    execute(connection, statements.delete(), table.keyColumns(), rows.inserts(), new Written()));
            insert(connection, rows.inserts(), written);
        }
        return written;
    }

    private void delete(Connection connection, List<RowImage> rows, boolean mayBeMissing, Written written)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        long found = execute(connection, statements.delete(), table.keyColumns(), rows, new Written());
        written.deleted(found);
        if (!mayBeMissing) {
            written.drifted(rows.size() - found);
        }
    }

    private void update(Connection connection, List<RowImage> rows, Written written) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        long found = execute(connection, statements.update(), allColumns, rows, written);
        written.updated(rows.size());
        if (found < rows.size()) {
            written.drifted(execute(connection, statements.insertMissing(), allColumns, rows, new Written()));
        }
    }

    private void insert(Connection connection, List<RowImage> rows, Written written) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        if (rows.size() > COPY_FROM_ROWS) {
            copy(connection, rows, written);
        } else {
            execute(connection, statements.insert(), allColumns, rows, written);
        }
        written.inserted(rows.size());
    }

    private long execute(Connection connection, String sql, int[] columns, List<RowImage> rows, Written written)
            throws SQLException {
        long affected = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); ) {
                int to = chunkEnd(rows, from);
                for (int i = 0; i < columns.length; i++) {
                    statement.setString(i + 1, array(columns[i], rows.subList(from, to), written));
                }
                affected += statement.executeLargeUpdate();
                from = to;
            }
        }
        return affected;
    }

    private static int chunkEnd(List<RowImage> rows, int from) {
        int to = from;
        long bytes = 0;
        while (to < rows.size()
                && to - from < MAX_ROWS_PER_STATEMENT
                && (to == from || bytes + rows.get(to).bytes().length <= MAX_BYTES_PER_STATEMENT)) {
            bytes += rows.get(to).bytes().length;
            to++;
        }
        return to;
    }

    private String array(int column, List<RowImage> rows, Written written) {
        text.clear();
        char separator = '{';
        for (RowImage row : rows) {
            text.append(separator);
            separator = ',';
            if (convert(row, column, written)) {
                ArrayText.appendElement(value.array(), 0, value.length(), text);
            } else {
                text.append("NULL");
            }
        }
        text.append('}');
        return text.toString();
    }

    private void copy(Connection connection, List<RowImage> rows, Written written) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statements.copy());
        try {
            text.clear();
            for (RowImage row : rows) {
                for (int column : allColumns) {
                    if (column > 0) {
                        text.append(CopyText.COLUMN_END);
                    }
                    if (convert(row, column, written)) {
                        CopyText.appendValue(value.array(), 0, value.length(), text);
                    } else {
                        CopyText.appendNull(text);
                    }
                }
                text.append(CopyText.ROW_END);
                if (text.length() >= COPY_CHUNK_BYTES) {
                    copy.writeToCopy(text.array(), 0, text.length());
                    text.clear();
                }
            }
            copy.writeToCopy(text.array(), 0, text.length());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Puts PostgreSQL's text of the value into {@link #value}; false for NULL. */
    private boolean convert(RowImage row, int column, Written written) {
        if (row.isNull(column)) {
            return false;
        }
        value.clear();
        ColumnMapping mapping = table.columns().get(column);
        ValueConverter.Outcome outcome =
                mapping.type().converter().convert(row.bytes(), row.start(column), row.end(column), value);
        if (outcome != ValueConverter.Outcome.EXACT) {
            if (table.isKey(column)) {
                throw new BadKeyException("Column " + mapping.column().name() + " of "
                        + table.definition().id() + " belongs to the key and has a value that PostgreSQL cannot hold"
                        + " (a NUL character, or a zero date)");
            }
            written.replacedValue();
        }
        return outcome != ValueConverter.Outcome.REPLACED_BY_NULL;
    }
}
