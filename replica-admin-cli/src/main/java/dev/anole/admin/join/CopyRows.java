package dev.anole.admin.join;

import static java.util.stream.Collectors.joining;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.value.FixedBinaryText;
import dev.anole.contract.value.RowImage;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.BadValueException;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.CopyText;
import dev.anole.postgres.types.DiscardedRow;
import dev.anole.postgres.types.MappedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Turns rows by MySQL's text protocol into COPY's text, byte by byte. Used by one thread. */
final class CopyRows {

    /** Beyond it, rows that are left out are to be recorded, so that they take no more memory. */
    private static final int MAX_DISCARDED = 1_000;

    private static final int MAX_DISCARDED_BYTES = 1 << 20;

    private final MappedTable table;
    private final List<ColumnMapping> mappings;
    private final ColumnText[] columns;
    private final BadValueCounts counts = new BadValueCounts();
    private final List<DiscardedRow> discarded = new ArrayList<>();
    private long discardedBytes;

    CopyRows(MappedTable table) {
        this.table = table;
        mappings = table.columns();
        columns = mappings.stream().map(ColumnText::new).toArray(ColumnText[]::new);
    }

    /** What to select, each column by name: {@code *} leaves out the invisible ones. */
    static String selectList(TableDefinition definition) {
        return definition.columns().stream().map(CopyRows::expression).collect(joining(", "));
    }

    /** What {@link ColumnText} takes. */
    private static String expression(ColumnDefinition column) {
        String name = TableId.quote(column.name());
        return switch (column.dataType()) {
            // FLOAT's own text has six digits; as a double it has all. Adding 0 would lose the sign of zero.
            case FLOAT -> name + " * 1e0";
            // The text of DOUBLE(M,D) is rounded to D decimals.
            case DOUBLE -> column.columnType().contains("(") ? name + " * 1e0" : name;
            // The text does not tell an empty label from none; the number not what MySQL does not show.
            case ENUM, SET -> CanonicalText.readsLabels(column) ? name : "CAST(" + name + " AS UNSIGNED)";
            case INET4, INET6, UUID ->
                "CAST(" + name + " AS BINARY(" + FixedBinaryText.length(column.dataType()) + "))";
            default -> name;
        };
    }

    /**
     * Appends the current row, unless the policies for bad values leave it out.
     *
     * @throws TableFailure if the policy for one of its values is to fail
     */
    void append(ResultSet row, ValueBuffer out) throws SQLException, TableFailure {
        int start = out.length();
        try {
            for (int i = 0; i < columns.length; i++) {
                if (i > 0) {
                    out.append(CopyText.COLUMN_END);
                }
                byte[] value = row.getBytes(i + 1);
                if (value == null) {
                    CopyText.appendNull(out);
                } else if (columns[i].append(value, out, counts) == ColumnMapping.Outcome.DISCARD) {
                    out.truncate(start);
                    discard(row);
                    return;
                }
            }
        } catch (BadValueException e) {
            throw new TableFailure(String.valueOf(e.getMessage()), e.remedy() + ", and run the command again.", e);
        }
        out.append(CopyText.ROW_END);
    }

    private void discard(ResultSet row) throws SQLException {
        RowImage.Builder image = new RowImage.Builder(columns.length);
        for (int i = 0; i < columns.length; i++) {
            byte[] value = row.getBytes(i + 1);
            if (value == null) {
                image.endNull();
            } else {
                columns[i].appendCanonical(value, image.buffer());
                image.endValue();
            }
        }
        discardedBytes += image.buffer().length();
        discarded.add(DiscardedRow.of(counts.last(), null, mappings, image.build()));
    }

    /** Whether rows that were left out are to be {@linkplain #recordDiscarded recorded} before more come. */
    boolean isFull() {
        return discarded.size() >= MAX_DISCARDED || discardedBytes >= MAX_DISCARDED_BYTES;
    }

    void recordDiscarded(BadValueLog log) throws SQLException {
        log.discard(table.definition().id(), true, discarded);
        discarded.clear();
        discardedBytes = 0;
    }

    /** Records all that was decided, as part of the transaction that has the rows. */
    void record(BadValueLog log) throws SQLException {
        log.count(table.definition().id(), true, counts);
        counts.clear();
        recordDiscarded(log);
    }
}
