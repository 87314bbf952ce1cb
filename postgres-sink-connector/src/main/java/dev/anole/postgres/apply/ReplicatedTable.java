package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.contract.record.ConnectValue;
import dev.anole.contract.value.BinlogColumn;
import dev.anole.contract.value.BinlogTable;
import dev.anole.contract.value.ByteCursor;
import dev.anole.contract.value.CharacterSet;
import dev.anole.contract.value.CollationIds;
import dev.anole.contract.value.FixedBinaryText;
import dev.anole.contract.value.LabelText;
import dev.anole.contract.value.RowDecoder;
import dev.anole.contract.value.RowImage;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.BadValuePolicy;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.MappedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of the replica as changes are applied to it: both definitions, and the decoding of row images, which come
 * out with their values in the order of the definition's columns. Used by one thread.
 */
public final class ReplicatedTable {

    private final MappedTable mapped;
    private final TableDefinition definition;
    private final List<ColumnMapping> columns;
    private final int[] keyColumns;
    private final int[] uniqueColumns;
    /**
     * Columns whose values may be a reason to leave a row out; and those of the key, of which two bad ones could look like
     * one, and net each other out before they fail.
     */
    private final int[] discarding;

    private final BadValueCounts decided = new BadValueCounts();

    private final ValueBuffer scratch = new ValueBuffer(64);
    private final Map<Long, RowDecoder> decoders = new HashMap<>();

    /** Takes the images of one row; both in the definition's order of columns. */
    public interface RowConsumer {
        void row(Operation operation, @Nullable RowImage before, @Nullable RowImage after);
    }

    public ReplicatedTable(MappedTable table) {
        mapped = table;
        definition = table.definition();
        columns = table.columns();
        discarding = IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).may(BadValuePolicy.Action.DISCARD_ROW)
                        || columns.get(column).key() && columns.get(column).may(BadValuePolicy.Action.FAIL))
                .toArray();
        keyColumns = indexes(definition.replicaKey());
        uniqueColumns = indexes(List.copyOf(definition.uniqueColumns()));
    }

    public TableDefinition definition() {
        return definition;
    }

    public PostgresName name() {
        return mapped.name();
    }

    MappedTable mapped() {
        return mapped;
    }

    public List<ColumnMapping> columns() {
        return columns;
    }

    /** Whether there are columns by which rows are found; if not, a row is found by all its values. */
    boolean hasKey() {
        return keyColumns.length > 0;
    }

    /** Indexes of the columns by which rows are found, in key order; empty without a key. */
    int[] keyColumns() {
        return keyColumns;
    }

    /** Indexes of all columns that a unique index covers. */
    int[] uniqueColumns() {
        return uniqueColumns;
    }

    boolean isKey(int column) {
        return Arrays.stream(keyColumns).anyMatch(keyColumn -> keyColumn == column);
    }

    boolean sameKey(RowImage row, RowImage other) {
        return Arrays.stream(keyColumns).allMatch(column -> row.sameValue(column, other));
    }

    /** The key's columns and values, for messages. */
    String describeKey(RowImage row) {
        return Arrays.stream(keyColumns)
                .mapToObj(column -> columns.get(column).column().name() + "=" + row.text(column))
                .collect(joining(", ", "(", ")"));
    }

    private int[] indexes(List<String> names) {
        return names.stream().mapToInt(this::index).toArray();
    }

    /** Index of a column that is never NULL and leads an index in PostgreSQL too; empty if there is none. */
    OptionalInt indexedColumn() {
        return definition.indexes().stream()
                .filter(index -> index.kind().equals("BTREE")
                        && index.parts().stream().allMatch(part -> part.column() != null)
                        && index.parts().get(0).prefixLength() == 0)
                .mapToInt(index -> index(requireNonNull(index.parts().get(0).column())))
                .filter(column -> columns.get(column).notNull())
                .findFirst();
    }

    /** The column's index in {@link #columns()}. */
    int index(String columnName) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).column().name().equalsIgnoreCase(columnName)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Table " + definition.id() + " has no column " + columnName);
    }

    /**
     * Decodes every row of the event, in order.
     *
     * @throws DefinitionMismatchException if the event describes another table than the definition
     * @throws IllegalArgumentException if the images can't be decoded
     */
    public void decode(ChangeEvent.Rows rows, TableMaps maps, RowConsumer consumer) {
        if (rows.images() instanceof RowImages.Binlog images) {
            RowDecoder decoder = decoders.get(images.fingerprint());
            if (decoder == null) {
                decoder = decoder(maps.describe(rows, images));
                decoders.put(images.fingerprint(), decoder);
            }
            ByteCursor cursor = new ByteCursor(images.rows(), 0, images.rows().length);
            while (cursor.remaining() > 0) {
                RowImage before = rows.operation().hasBefore() ? decoder.decode(cursor) : null;
                RowImage after = rows.operation().hasAfter() ? decoder.decode(cursor) : null;
                consumer.row(rows.operation(), before, after);
            }
        } else if (rows.images() instanceof RowImages.Named images) {
            consumer.row(rows.operation(), image(images.before()), image(images.after()));
        }
    }

    /** Whether rows have to be looked at before they count. */
    boolean mayDiscard() {
        return discarding.length > 0;
    }

    /**
     * Why a row is to be left out; null if it is not.
     *
     * @throws dev.anole.postgres.types.BadValueException if the policy for one of its values is to fail
     */
    BadValueCounts.@Nullable Decision discards(RowImage image) {
        for (int column : discarding) {
            if (!image.isNull(column)) {
                scratch.clear();
                ColumnMapping.Outcome outcome = columns.get(column)
                        .write(image.bytes(), image.start(column), image.end(column), scratch, decided);
                if (outcome == ColumnMapping.Outcome.DISCARD) {
                    decided.clear();
                    return decided.last();
                }
            }
        }
        if (!decided.isEmpty()) {
            decided.clear();
        }
        return null;
    }

    /** The event's columns must be the definition's, in its order: MySQL logs whole rows, in order. */
    private RowDecoder decoder(BinlogTable table) {
        List<String> logged =
                table.columns().stream().map(column -> column.name()).toList();
        List<String> defined =
                definition.columns().stream().map(ColumnDefinition::name).toList();
        if (!logged.equals(defined)) {
            throw new DefinitionMismatchException("MySQL logged rows of " + definition.id() + " with the columns "
                    + logged + ", the catalogue has " + defined);
        }
        List<@Nullable CharacterSet> characterSets = new ArrayList<>();
        for (int i = 0; i < defined.size(); i++) {
            ColumnDefinition column = definition.columns().get(i);
            check(table.columns().get(i), column);
            characterSets.add(characterSet(column, table.columns().get(i)));
        }
        return new RowDecoder(
                table,
                characterSets,
                definition.columns().stream().map(ColumnDefinition::dataType).toList());
    }

    /** What PostgreSQL would not refuse, it would round, or take for another value. */
    private void check(BinlogColumn logged, ColumnDefinition column) {
        DataType type = logged.dataType();
        if (!isLoggedAs(type, column.dataType()) || logged.unsigned() != column.unsigned() && type.isInteger()) {
            throw mismatch(column, "as " + type, column.columnType());
        } else if (logged.fractionalDigits() != column.fractionalDigits()) {
            throw mismatch(column, "with " + logged.fractionalDigits() + " decimals", column.columnType());
        } else if (!asShown(logged.labels()).equals(asShown(column.labels()))) {
            throw mismatch(column, "with the labels " + logged.labels(), column.labels());
        }
    }

    /** See {@link ColumnDefinition#labelsMayDiffer}. */
    private static List<String> asShown(List<String> labels) {
        return labels.stream()
                .map(label -> label.replaceAll("[\\x{10000}-\\x{10FFFF}]", "?"))
                .toList();
    }

    private DefinitionMismatchException mismatch(ColumnDefinition column, String logged, Object defined) {
        return new DefinitionMismatchException("MySQL logged column " + column.name() + " of " + definition.id() + " "
                + logged + ", the catalogue has " + defined);
    }

    /** The event knows best in which one its bytes are. */
    private static @Nullable CharacterSet characterSet(ColumnDefinition column, BinlogColumn logged) {
        String defined = column.characterSet();
        return defined == null
                ? null
                : CharacterSet.named(
                        CollationIds.characterSet(logged.collation()).orElse(defined));
    }

    private static boolean isLoggedAs(DataType logged, DataType defined) {
        return logged == defined || logged == DataType.BINARY && FixedBinaryText.isOf(defined);
    }

    private @Nullable RowImage image(@Nullable Map<String, @Nullable Object> values) {
        if (values == null) {
            return null;
        }
        RowImage.Builder builder = new RowImage.Builder(columns.size());
        for (ColumnMapping mapping : columns) {
            ColumnDefinition column = mapping.column();
            Object value = values.get(column.name());
            if (value != null) {
                if (column.dataType() == DataType.ENUM
                        && value.equals("")
                        && !column.labels().contains("")) {
                    builder.buffer().append(LabelText.NO_LABEL);
                } else {
                    checkDecimals(column, value);
                    ConnectValue.appendCanonical(column.dataType(), value, builder.buffer());
                }
                builder.endValue();
            } else if (values.containsKey(column.name())) {
                builder.endNull();
            } else {
                throw new DefinitionMismatchException("A record of " + definition.id() + " lacks the column "
                        + column.name() + ", which the catalogue has; it has " + values.keySet());
            }
        }
        if (values.size() != columns.size()) {
            throw new DefinitionMismatchException("A record of " + definition.id() + " has the columns "
                    + values.keySet() + ", the catalogue has "
                    + definition.columns().stream().map(ColumnDefinition::name).toList());
        }
        return builder.build();
    }

    /** A record of the envelope does not tell its columns' types, but has every decimal. */
    private void checkDecimals(ColumnDefinition column, Object value) {
        switch (column.dataType()) {
            case DECIMAL, DATETIME, TIMESTAMP, TIME -> {
                String text = value.toString();
                int point = text.indexOf('.');
                int decimals = point < 0 ? 0 : text.length() - point - (text.endsWith("Z") ? 2 : 1);
                if (decimals > column.fractionalDigits()) {
                    throw mismatch(column, "with " + decimals + " decimals", column.columnType());
                }
            }
            default -> {
                // What does not fit is refused by PostgreSQL.
            }
        }
    }
}
