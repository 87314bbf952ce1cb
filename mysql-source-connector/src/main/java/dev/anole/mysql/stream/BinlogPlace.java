package dev.anole.mysql.stream;

import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.binlog.RotateEvent;

/**
 * Follows the position in the binlog files in 64 bits: events tell only the lowest 32, and a transaction larger than
 * 4 GiB makes a file longer than that. Not safe for use by several threads.
 */
final class BinlogPlace {

    private static final long LOW_BITS = 0xffff_ffffL;

    private String file = "";
    private long eventStart;
    private long next;

    /** Whether a file is known yet. */
    boolean isKnown() {
        return !file.isEmpty();
    }

    String file() {
        return file;
    }

    /** Where the event that was last passed began. */
    long eventStart() {
        return eventStart;
    }

    /** Where the next event begins. */
    long next() {
        return next;
    }

    void rotate(RotateEvent rotate) {
        file = rotate.file();
        eventStart = rotate.position();
        next = rotate.position();
    }

    /** Moves behind an event of the file. */
    void pass(RawEvent event) {
        if (event.nextPosition() == 0 || event.isArtificial()) {
            eventStart = next;
            return;
        }
        moveTo(event.nextPosition());
        eventStart = next - event.length();
    }

    /** Moves forward to a position of which only the lowest 32 bits are known. */
    void moveTo(long lowBits) {
        next += (lowBits - next) & LOW_BITS;
        eventStart = next;
    }
}
