package dev.anole.contract.notice;

import java.util.Locale;

/** How bad it is, the worst first. */
public enum NoticeLevel {
    /** A connector has failed: the replica stands still. */
    CRITICAL,
    /** A command has failed, a connector waits for its server, or a table has left the replica. */
    ERROR,
    /** A table is held, or a command has done a part of its work. */
    WARNING,
    /** A command has done its work. */
    INFO;

    /** Whether it is at least as bad. */
    boolean reaches(NoticeLevel threshold) {
        return compareTo(threshold) <= 0;
    }

    /** As settings have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
