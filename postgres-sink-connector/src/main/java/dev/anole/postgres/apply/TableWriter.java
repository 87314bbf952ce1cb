package dev.anole.postgres.apply;

import dev.anole.contract.value.RowImage;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.types.ArrayText;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.CopyText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
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
    private final OnMismatch onMismatch;
    private final ValueBuffer value = new ValueBuffer(256);
    private final ValueBuffer text = new ValueBuffer(COPY_CHUNK_BYTES * 2);

    /** Writes to it; drift is mended. */
    public TableWriter(ReplicatedTable table) {
        this(table, OnMismatch.MEND);
    }

    TableWriter(ReplicatedTable table, OnMismatch onMismatch) {
        this.table = table;
        this.onMismatch = onMismatch;
        statements = new TableStatements(table);
    }

    /**
     * Writes all of it.
     *
     * @throws SQLException as PostgreSQL's; the transaction is then to be rolled back
     * @throws dev.anole.postgres.types.BadValueException likewise
     * @throws DriftException likewise
     */
    public Written write(Connection connection, RowChanges changes) throws SQLException {
        Written written = new Written();
        if (changes instanceof OrderedChanges ordered) {
            for (OrderedChanges.Row row : ordered.rows()) {
                writePresent(connection, row, written);
            }
        } else if (changes instanceof NetChanges net) {
            writeNet(connection, net, written);
        }
        return written;
    }

    private void writeNet(Connection connection, NetChanges changes, Written written) throws SQLException {
        NetChanges.ByStatement rows = changes.byStatement();
        if (changes.isIdempotent()) {
            written.deleted(deleteKeys(connection, rows.deletes()));
        } else {
            delete(connection, rows.deletes(), written);
        }
        update(connection, rows.updatesBefore(), rows.updatesAfter(), written);
        if (onMismatch == OnMismatch.EXPECT && table.hasKey()) {
            deleteKeys(connection, rows.inserts());
        }
        insert(connection, rows.inserts(), written);
    }

    /** What is not there stays away. */
    private void writePresent(Connection connection, OrderedChanges.Row row, Written written) throws SQLException {
        RowImage after = row.after();
        if (after != null && table.hasKey() && table.sameKey(row.before(), after)) {
            written.updated(execute(
                    connection,
                    statements.update(),
                    1,
                    List.of(new Parameters(List.of(after), statements.all(), written))));
            return;
        }
        List<RowImage> before = List.of(row.before());
        long deleted = table.hasKey()
                ? deleteKeys(connection, before)
                : execute(connection, statements.deleteImages(), before, statements.all());
        written.deleted(deleted);
        if (after != null && deleted > 0) {
            if (table.hasKey()) {
                deleteKeys(connection, List.of(after));
            }
            insert(connection, List.of(after), written);
        }
    }

    /** Writes one change by itself, a row that stands in the way of a new one being drift. */
    Written writeAlone(Connection connection, RowChanges changes) throws SQLException {
        if (!(changes instanceof NetChanges change)) {
            return write(connection, changes);
        }
        Written written = new Written();
        NetChanges.ByStatement rows = change.byStatement();
        delete(connection, rows.deletes(), written);
        update(connection, rows.updatesBefore(), rows.updatesAfter(), written);
        if (table.hasKey()) {
            drifted(deleteKeys(connection, rows.inserts()), rows.inserts(), written);
        }
        insert(connection, rows.inserts(), written);
        return written;
    }

    /** Rows that are not as they were in MySQL are looked for only when the statement that finds the others tells. */
    private void delete(Connection connection, List<RowImage> rows, Written written) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String sql = table.hasKey() ? statements.deleteSame() : statements.deleteImages();
        long same = execute(connection, sql, rows, statements.all());
        written.deleted(same);
        if (same < rows.size()) {
            if (table.hasKey()) {
                written.deleted(deleteKeys(connection, rows));
            }
            drifted(rows.size() - same, rows, written);
        }
    }

    private long deleteKeys(Connection connection, List<RowImage> rows) throws SQLException {
        return rows.isEmpty() ? 0 : execute(connection, statements.delete(), rows, table.keyColumns());
    }

    private void update(Connection connection, List<RowImage> before, List<RowImage> after, Written written)
            throws SQLException {
        if (after.isEmpty()) {
            return;
        }
        int[] changed = Arrays.stream(statements.others())
                .filter(column -> isChanged(column, before, after))
                .toArray();
        long same = execute(
                connection,
                statements.updateSame(changed),
                after.size(),
                List.of(
                        // What was there before has been counted.
                        new Parameters(after, statements.all(), written, column -> Arrays.stream(changed)
                                .anyMatch(one -> one == column)),
                        new Parameters(before, changed, new Written())));
        written.updated(after.size());
        if (same < after.size()) {
            if (execute(connection, statements.update(), after, statements.all()) < after.size()) {
                execute(connection, statements.insertMissing(), after, statements.all());
            }
            drifted(after.size() - same, after, written);
        }
    }

    private static boolean isChanged(int column, List<RowImage> before, List<RowImage> after) {
        for (int i = 0; i < after.size(); i++) {
            if (!before.get(i).sameValue(column, after.get(i))) {
                return true;
            }
        }
        return false;
    }

    private void drifted(long rows, List<RowImage> among, Written written) {
        if (onMismatch == OnMismatch.EXPECT) {
            return;
        }
        if (rows > 0 && onMismatch == OnMismatch.REFUSE) {
            throw new DriftException(
                    rows == among.size() && rows == 1
                            ? "the row" + (table.hasKey() ? " " + table.describeKey(among.get(0)) : "")
                                    + " is not in PostgreSQL as MySQL had it before this change; somebody else wrote there"
                            : rows + " of " + among.size()
                                    + " rows are not in PostgreSQL as MySQL had them; somebody else wrote there");
        }
        written.drifted(rows);
    }

    private void insert(Connection connection, List<RowImage> rows, Written written) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        if (rows.size() > COPY_FROM_ROWS) {
            copy(connection, rows, written);
        } else {
            execute(
                    connection,
                    statements.insert(),
                    rows.size(),
                    List.of(new Parameters(rows, statements.all(), written)));
        }
        written.inserted(rows.size());
    }

    /** One array per column of these rows, in the order of a statement's parameters. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parameters(List<RowImage> rows, int[] columns, Written written, IntPredicate counted) {
        private Parameters(List<RowImage> rows, int[] columns, Written written) {
            this(rows, columns, written, column -> true);
        }
    }

    /** Values that are replaced are not counted: they are of rows that were written before, or are written again. */
    private long execute(Connection connection, String sql, List<RowImage> rows, int[] columns) throws SQLException {
        return execute(connection, sql, rows.size(), List.of(new Parameters(rows, columns, new Written())));
    }

    private long execute(Connection connection, String sql, int rows, List<Parameters> parameters) throws SQLException {
        long affected = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows; ) {
                int to = chunkEnd(parameters.get(0).rows(), from);
                int index = 1;
                for (Parameters part : parameters) {
                    for (int column : part.columns()) {
                        Written counting = part.counted().test(column) ? part.written() : new Written();
                        statement.setString(index++, array(column, part.rows().subList(from, to), counting));
                    }
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
                for (int column : statements.all()) {
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
        ColumnMapping.Outcome outcome =
                mapping.write(row.bytes(), row.start(column), row.end(column), value, written.badValues());
        return switch (outcome) {
            case VALUE -> true;
            case NULL -> false;
            case DISCARD ->
                throw new IllegalStateException(
                        "A row of " + table.definition().id() + " that is to be discarded came to be written");
        };
    }
}
