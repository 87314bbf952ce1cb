package dev.anole.contract.notice;

import java.util.Map;

/** Tells somebody who does not look at this program. Safe for use by several threads, and never waits but to close. */
public interface Notices extends AutoCloseable {

    /**
     * Sends a notice, sooner or later, or not at all.
     *
     * @param message without secrets and row values
     * @param about what it is about, by name
     */
    void send(NoticeLevel level, String message, Map<String, String> about);

    /** Gives what was not sent yet a few seconds, and drops it then. */
    @Override
    void close();

    /** Sends nothing. */
    static Notices none() {
        return new Notices() {
            @Override
            public void send(NoticeLevel level, String message, Map<String, String> about) {}

            @Override
            public void close() {}
        };
    }
}
