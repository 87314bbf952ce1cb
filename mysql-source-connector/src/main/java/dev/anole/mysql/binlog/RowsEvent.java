package dev.anole.mysql.binlog;

import dev.anole.contract.value.ByteCursor;
import java.util.Arrays;

/**
 * The head of a rows event (MySQL source documentation, {@code Rows_event}), version 1 or 2; the rows follow.
 *
 * @param tableId of the table map event that describes them
 * @param checksForeignKeys whether the statement ran with {@code foreign_key_checks}
 * @param logsCascades whether the server, as MySQL does since 9.6, lets its SQL layer follow foreign keys, and so logs
 *     what they change
 * @param columns that the table has
 * @param loggedColumns of these, how many are in every image
 * @param rowsFrom index of the first row in the event's array
 */
public record RowsEvent(
        long tableId, boolean checksForeignKeys, boolean logsCascades, int columns, int loggedColumns, int rowsFrom) {

    /** The event belongs to no table, it only ends a statement. */
    public static final long NO_TABLE = 0xff_ffff;

    private static final int NO_FOREIGN_KEY_CHECKS = 2;
    /** {@code USE_SQL_FOREIGN_KEY_F}; seen in the binlog of 9.7, neither in MariaDB's nor with InnoDB's own cascades. */
    private static final int SQL_FOREIGN_KEYS = 0x10;

    /** The table's id, which stands first. */
    public static long tableId(RawEvent event) {
        return event.cursor().little(6);
    }

    /**
     * @param hasExtraData whether it is of version 2
     * @param isUpdate whether rows have two images, and thus two bitmaps
     */
    public static RowsEvent parse(RawEvent event, boolean hasExtraData, boolean isUpdate) {
        ByteCursor cursor = event.cursor();
        long tableId = cursor.little(6);
        int flags = cursor.uint16();
        if (hasExtraData) {
            // The length counts itself.
            cursor.skip(cursor.uint16() - 2);
        }
        int columns = Math.toIntExact(cursor.lengthEncoded());
        int bitmapBytes = (columns + 7) / 8;
        int logged = loggedColumns(event.array(), cursor.skip(bitmapBytes), columns);
        if (isUpdate) {
            logged = Math.min(logged, loggedColumns(event.array(), cursor.skip(bitmapBytes), columns));
        }
        return new RowsEvent(
                tableId,
                (flags & NO_FOREIGN_KEY_CHECKS) == 0,
                (flags & SQL_FOREIGN_KEYS) != 0,
                columns,
                logged,
                cursor.position());
    }

    private static int loggedColumns(byte[] bytes, int bitmap, int columns) {
        int count = 0;
        for (int column = 0; column < columns; column += 8) {
            int mask = columns - column >= 8 ? 0xff : (1 << (columns - column)) - 1;
            count += Integer.bitCount(bytes[bitmap + column / 8] & mask);
        }
        return count;
    }

    /** Whether the images are full. */
    public boolean isFull() {
        return loggedColumns == columns;
    }

    /** A copy of the rows, as they stand in the event. */
    public byte[] rows(RawEvent event) {
        return Arrays.copyOfRange(event.array(), rowsFrom, event.to());
    }
}
