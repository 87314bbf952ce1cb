package dev.anole.mysql.binlog;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives events one after the other. */
public interface EventSource {

    /**
     * Waits for the next event.
     *
     * @return a view that is valid until the next call; null at the end
     */
    @Nullable
    RawEvent next() throws IOException;

    /** Whether {@link #next} would not wait. */
    boolean ready() throws IOException;
}
