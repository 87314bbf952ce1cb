package dev.anole.contract.value;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table as a TABLE_MAP event of {@code binlog_row_metadata=FULL} describes it (MySQL source documentation,
 * {@code Table_map_event}).
 *
 * @param primaryKey names of the key's columns in key order; empty if there is none
 */
public record BinlogTable(TableId id, List<BinlogColumn> columns, List<String> primaryKey) {

    private static final int SIGNEDNESS = 1;
    private static final int DEFAULT_CHARSET = 2;
    private static final int COLUMN_CHARSET = 3;
    private static final int COLUMN_NAME = 4;
    private static final int SET_LABELS = 5;
    private static final int ENUM_LABELS = 6;
    private static final int SIMPLE_PRIMARY_KEY = 8;
    private static final int PRIMARY_KEY_WITH_PREFIX = 9;
    private static final int LABELS_DEFAULT_CHARSET = 10;
    private static final int LABELS_COLUMN_CHARSET = 11;

    /** Ours, without a value: geometries are among the columns that the collations are of. No server has this one. */
    private static final int CHARACTER_GEOMETRIES = 0xf0;

    /** Bytes before the database name: the table id (6) and flags (2), which change from event to event. */
    private static final int VARIABLE_BYTES = 8;

    public BinlogTable {
        requireNonNull(id, "id");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    /**
     * Names the description: equal for equal events, whatever the table id.
     *
     * @param body the event's body, without header and checksum
     */
    public static long fingerprint(byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body, VARIABLE_BYTES, body.length - VARIABLE_BYTES);
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Only the table's name, to decide whether the rest is worth reading. */
    public static TableId parseId(byte[] body) {
        return id(new ByteCursor(body, VARIABLE_BYTES, body.length));
    }

    private static TableId id(ByteCursor cursor) {
        String database = cursor.utf8(cursor.uint8());
        cursor.skip(1);
        String table = cursor.utf8(cursor.uint8());
        cursor.skip(1);
        return new TableId(database, table);
    }

    /**
     * Marks a body of MariaDB's, whose collations are also of spatial columns (its source, {@code is_character_type} in
     * log_event_client.cc), so that it can be read without knowing where it is from.
     */
    public static byte[] ofMariaDb(byte[] body) {
        byte[] marked = Arrays.copyOf(body, body.length + 2);
        marked[body.length] = (byte) CHARACTER_GEOMETRIES;
        return marked;
    }

    /**
     * Reads the event's body, without header and checksum; one of MariaDB's marked by {@link #ofMariaDb}.
     *
     * @throws IllegalArgumentException if it has no column names: it was not written with
     *     {@code binlog_row_metadata=FULL}
     */
    public static BinlogTable parse(byte[] body) {
        ByteCursor cursor = new ByteCursor(body, VARIABLE_BYTES, body.length);
        TableId id = id(cursor);
        int count = Math.toIntExact(cursor.lengthEncoded());
        int[] types = new int[count];
        for (int i = 0; i < count; i++) {
            types[i] = cursor.uint8();
        }
        int[] meta = new int[count];
        ByteCursor metaCursor = slice(cursor, Math.toIntExact(cursor.lengthEncoded()));
        for (int i = 0; i < count; i++) {
            meta[i] = readMeta(types[i], metaCursor);
            if (types[i] == BinlogColumn.STRING && isLabels(meta[i] >> 8)) {
                types[i] = meta[i] >> 8;
                meta[i] = meta[i] & 0xff;
            }
        }
        cursor.skip((count + 7) / 8);
        return new Optionals(id, types, meta).read(cursor);
    }

    private static boolean isLabels(int type) {
        return type == BinlogColumn.ENUM || type == BinlogColumn.SET;
    }

    private static ByteCursor slice(ByteCursor cursor, int length) {
        int from = cursor.skip(length);
        return new ByteCursor(cursor.array(), from, from + length);
    }

    private static int readMeta(int type, ByteCursor cursor) {
        return switch (type) {
            case BinlogColumn.FLOAT,
                    BinlogColumn.DOUBLE,
                    BinlogColumn.TINY_BLOB,
                    BinlogColumn.BLOB,
                    BinlogColumn.MEDIUM_BLOB,
                    BinlogColumn.LONG_BLOB,
                    BinlogColumn.GEOMETRY,
                    BinlogColumn.JSON,
                    BinlogColumn.VECTOR,
                    BinlogColumn.TIMESTAMP2,
                    BinlogColumn.DATETIME2,
                    BinlogColumn.TIME2 -> cursor.uint8();
            case BinlogColumn.BIT, BinlogColumn.VARCHAR -> cursor.uint16();
            case BinlogColumn.NEWDECIMAL, BinlogColumn.STRING, BinlogColumn.VAR_STRING -> (int) cursor.big(2);
            default -> 0;
        };
    }

    /** The optional metadata fields, gathered until all are read. */
    private static final class Optionals {
        private final TableId id;
        private final int[] types;
        private final int[] meta;
        private final boolean[] unsigned;
        private final int[] collations;
        private final List<String> names = new ArrayList<>();
        private final List<List<byte[]>> labels = new ArrayList<>();
        private final List<Integer> keyColumns = new ArrayList<>();
        private boolean characterGeometries;

        private record Field(int code, ByteCursor value) {}

        private Optionals(TableId id, int[] types, int[] meta) {
            this.id = id;
            this.types = types;
            this.meta = meta;
            unsigned = new boolean[types.length];
            collations = new int[types.length];
            for (int i = 0; i < types.length; i++) {
                labels.add(List.of());
            }
        }

        private BinlogTable read(ByteCursor cursor) {
            List<Field> fields = new ArrayList<>();
            while (cursor.remaining() > 0) {
                int code = cursor.uint8();
                fields.add(new Field(code, slice(cursor, Math.toIntExact(cursor.lengthEncoded()))));
                characterGeometries |= code == CHARACTER_GEOMETRIES;
            }
            for (Field field : fields) {
                try {
                    readField(field.code(), field.value());
                } catch (IndexOutOfBoundsException e) {
                    throw new IllegalArgumentException(
                            "The table map of " + id + " has the metadata field " + field.code()
                                    + ", which Anole cannot read for the column types " + Arrays.toString(types),
                            e);
                }
            }
            if (names.size() != types.length) {
                throw new IllegalArgumentException("The table map of " + id
                        + " has no column names: set binlog_row_metadata=FULL on the MySQL server"
                        + " (SET PERSIST binlog_row_metadata = FULL), then reconnect the sessions that write");
            }
            List<BinlogColumn> columns = new ArrayList<>(types.length);
            for (int i = 0; i < types.length; i++) {
                columns.add(column(i, names.get(i), labels(i)));
            }
            return new BinlogTable(
                    id, columns, keyColumns.stream().map(names::get).toList());
        }

        private BinlogColumn column(int i, String name, List<String> ofColumn) {
            return new BinlogColumn(name, types[i], meta[i], unsigned[i], collations[i], ofColumn);
        }

        /** The column without what names it. */
        private BinlogColumn column(int i) {
            return column(i, "", List.of());
        }

        /** The event has them in the column's character set, which it tells behind them. */
        private List<String> labels(int i) {
            if (labels.get(i).isEmpty()) {
                return List.of();
            }
            CharacterSet characterSet =
                    CharacterSet.named(CollationIds.characterSet(collations[i]).orElse("utf8mb4"));
            ValueBuffer text = new ValueBuffer(16);
            List<String> decoded = new ArrayList<>();
            for (byte[] label : labels.get(i)) {
                text.clear();
                characterSet.decode(label, 0, label.length, text);
                decoded.add(new String(text.array(), 0, text.length(), StandardCharsets.UTF_8));
            }
            return decoded;
        }

        private void readField(int field, ByteCursor cursor) {
            switch (field) {
                case SIGNEDNESS -> readSignedness(cursor);
                case DEFAULT_CHARSET -> readDefaultCollation(cursor, false);
                case LABELS_DEFAULT_CHARSET -> readDefaultCollation(cursor, true);
                case COLUMN_CHARSET -> readCollations(cursor, false);
                case LABELS_COLUMN_CHARSET -> readCollations(cursor, true);
                case COLUMN_NAME -> {
                    while (cursor.remaining() > 0) {
                        names.add(cursor.lengthEncodedString());
                    }
                }
                case SET_LABELS -> readLabels(cursor, BinlogColumn.SET);
                case ENUM_LABELS -> readLabels(cursor, BinlogColumn.ENUM);
                case SIMPLE_PRIMARY_KEY -> {
                    while (cursor.remaining() > 0) {
                        keyColumns.add(Math.toIntExact(cursor.lengthEncoded()));
                    }
                }
                case PRIMARY_KEY_WITH_PREFIX -> {
                    while (cursor.remaining() > 0) {
                        keyColumns.add(Math.toIntExact(cursor.lengthEncoded()));
                        cursor.lengthEncoded();
                    }
                }
                default -> {
                    // Visibility, geometry types, vector dimensions and whatever later servers add.
                }
            }
        }

        private boolean isCharacter(int column, boolean ofLabels) {
            return ofLabels
                    ? isLabels(types[column])
                    : column(column).isCharacter() || characterGeometries && types[column] == BinlogColumn.GEOMETRY;
        }

        private void readSignedness(ByteCursor cursor) {
            int bitmap = cursor.position();
            int number = 0;
            for (int i = 0; i < types.length; i++) {
                if (column(i).isNumeric()) {
                    // The highest bit of the first byte is the first numeric column.
                    unsigned[i] = (cursor.array()[bitmap + (number >> 3)] >> (7 - (number & 7)) & 1) != 0;
                    number++;
                }
            }
        }

        private void readDefaultCollation(ByteCursor cursor, boolean ofLabels) {
            int defaultCollation = Math.toIntExact(cursor.lengthEncoded());
            List<Integer> columns = new ArrayList<>();
            for (int i = 0; i < types.length; i++) {
                if (isCharacter(i, ofLabels)) {
                    collations[i] = defaultCollation;
                    columns.add(i);
                }
            }
            while (cursor.remaining() > 0) {
                int index = columns.get(Math.toIntExact(cursor.lengthEncoded()));
                collations[index] = Math.toIntExact(cursor.lengthEncoded());
            }
        }

        private void readCollations(ByteCursor cursor, boolean ofLabels) {
            for (int i = 0; i < types.length; i++) {
                if (isCharacter(i, ofLabels)) {
                    collations[i] = Math.toIntExact(cursor.lengthEncoded());
                }
            }
        }

        private void readLabels(ByteCursor cursor, int type) {
            for (int i = 0; i < types.length; i++) {
                if (types[i] == type) {
                    int count = Math.toIntExact(cursor.lengthEncoded());
                    List<byte[]> ofColumn = new ArrayList<>(count);
                    for (int label = 0; label < count; label++) {
                        ofColumn.add(cursor.lengthEncodedBytes());
                    }
                    labels.set(i, ofColumn);
                }
            }
        }
    }
}
