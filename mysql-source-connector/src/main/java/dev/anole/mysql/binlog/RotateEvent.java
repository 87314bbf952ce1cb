package dev.anole.mysql.binlog;

import dev.anole.contract.value.ByteCursor;

/** The binlog goes on in another file. */
public record RotateEvent(String file, long position) {

    public static RotateEvent parse(RawEvent event) {
        ByteCursor cursor = event.cursor();
        long position = cursor.little(8);
        return new RotateEvent(cursor.utf8(cursor.remaining()), position);
    }
}
