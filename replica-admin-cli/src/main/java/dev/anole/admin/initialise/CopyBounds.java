package dev.anole.admin.initialise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceSettings;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.CopySettings;
import java.sql.SQLException;
import java.time.Duration;

/** {@code copy_max_memory}, {@code net_read_timeout} and {@code lock_timeout} of a source. */
public final class CopyBounds {

    private CopyBounds() {}

    /**
     * Reads them.
     *
     * @param readers that copy at once
     * @throws AdminException if one makes no sense
     */
    public static CopySettings of(ReplicaSource source, int readers, TargetDatabase database) throws SQLException {
        SourceSettings settings = source.settings();
        if (settings.copyMaxBytes() / readers < CopySettings.LEAST_READER_BYTES) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "copy_max_memory of source " + source.name() + " is " + settings.copyMaxMemory()
                            + ", which is too little for " + readers + " readers.",
                    "Each reader needs " + (CopySettings.LEAST_READER_BYTES >> 10)
                            + "k: set copy_max_memory higher, or --readers lower.");
        }
        CopySettings copy = CopySettings.of(readers)
                .withBytes(settings.copyMaxBytes())
                .withNetworkTimeoutSeconds(settings.netReadTimeout());
        String lockTimeout = settings.lockTimeout();
        return lockTimeout == null ? copy : copy.withSwapLock(lockTimeout(source, lockTimeout, database));
    }

    private static Duration lockTimeout(ReplicaSource source, String written, TargetDatabase database)
            throws SQLException {
        return database.interval(written)
                .filter(interval -> interval.toMillis() >= 1 && interval.toMillis() <= Integer.MAX_VALUE)
                .orElseThrow(() -> new AdminException(
                        ExitCode.CONFIGURATION,
                        "lock_timeout of source " + source.name() + " is \"" + written
                                + "\", which PostgreSQL does not take for a positive time.",
                        "Write it like 500ms, 120s or 2 min, or leave it out."));
    }
}
