package dev.anole.admin.join;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tables are copied.
 *
 * @param readers that copy at once, all tables together
 * @param bytes of rows that all of them hold in memory at most, but for single rows that are larger
 * @param networkTimeoutSeconds after which MySQL ends a session that takes no rows from it
 * @param swapLock one wait for the lock of a table that is replaced; null for {@link JoinLimits}'
 */
public record CopySettings(
        int readers,
        long bytes,
        int networkTimeoutSeconds,
        @Nullable Duration swapLock) {

    /** What a reader needs to send rows in pieces of a sensible size. */
    public static final long LEAST_READER_BYTES = 64 << 10;

    /** Larger pieces are no faster. */
    private static final int MOST_CHUNK_BYTES = 256 << 10;

    /** For as long as PostgreSQL may be busy with something else. */
    private static final int NETWORK_TIMEOUT_SECONDS = 3600;

    public CopySettings {
        if (bytes / readers < LEAST_READER_BYTES) {
            throw new IllegalArgumentException(bytes + " bytes for " + readers + " readers");
        }
        if (networkTimeoutSeconds < 1) {
            throw new IllegalArgumentException("networkTimeoutSeconds " + networkTimeoutSeconds);
        }
    }

    /** With nothing but the number of readers chosen. */
    public static CopySettings of(int readers) {
        return new CopySettings(readers, (long) readers << 20, NETWORK_TIMEOUT_SECONDS, null);
    }

    public CopySettings withBytes(long newBytes) {
        return new CopySettings(readers, newBytes, networkTimeoutSeconds, swapLock);
    }

    public CopySettings withNetworkTimeoutSeconds(int newNetworkTimeoutSeconds) {
        return new CopySettings(readers, bytes, newNetworkTimeoutSeconds, swapLock);
    }

    public CopySettings withSwapLock(Duration newSwapLock) {
        return new CopySettings(readers, bytes, networkTimeoutSeconds, newSwapLock);
    }

    /** After which a reader sends what it has; half of its share, as the row that follows comes from the driver whole. */
    int chunkBytes() {
        return (int) Math.min(MOST_CHUNK_BYTES, bytes / readers / 2);
    }

    JoinLimits limits() {
        JoinLimits defaults = JoinLimits.defaults();
        return swapLock == null ? defaults : defaults.withSwapLock(swapLock);
    }
}
