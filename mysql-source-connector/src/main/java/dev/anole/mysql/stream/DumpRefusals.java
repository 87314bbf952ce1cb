package dev.anole.mysql.stream;

import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.anole.mysql.SourceException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Counts how often MySQL refused the dump, or ended it with an error. A few times that heals: a stopped task that still
 * ran elsewhere takes the connection away once, and a server that was reset is understood by the checks before the next
 * dump. Belongs to the reader's thread.
 */
final class DumpRefusals {

    /** {@code ER_SOURCE_FATAL_ERROR_READING_BINLOG}: every refusal of a dump has it. */
    private static final int REFUSED = 1236;

    /** Of MySQL's and MariaDB's message alike. */
    private static final String SAME_ID = "same server_uuid/server_id";

    private static final int PATIENCE = 5;
    /** A MySQL replica that was kicked out comes back after a minute, by default. */
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final StreamSettings settings;
    private final ArrayDeque<Long> times = new ArrayDeque<>();

    DumpRefusals(StreamSettings settings) {
        this.settings = settings;
    }

    /** Whether the dump may be asked for again after this failure. */
    boolean mayHeal(IOException failure, long nowNanos) {
        if (!(failure instanceof ServerException server) || server.getErrorCode() != REFUSED) {
            return false;
        }
        while (!times.isEmpty() && nowNanos - times.getFirst() > WINDOW_NANOS) {
            times.removeFirst();
        }
        times.addLast(nowNanos);
        return times.size() <= PATIENCE;
    }

    /**
     * For the task's status.
     *
     * @param place from where the source would go on
     */
    SourceException exception(IOException failure, String place) {
        String server = "MySQL on " + settings.address().place();
        if (String.valueOf(failure.getMessage()).contains(SAME_ID)) {
            return new SourceException(
                    server + " ended the dump of its binlog at " + place + ", for the " + times.size()
                            + "th time within 10 minutes, since another replica connected with the same server id, "
                            + settings.serverId(),
                    "find what else has that id (SHOW REPLICAS), end it or give it another one, or set my_server_id under"
                            + " the source in the configuration (mysql.server.id of the connector), then run"
                            + " replica-admin start-replica",
                    failure);
        }
        return new SourceException(
                server + " refused to send its binlog from " + place + " on: " + failure.getMessage(),
                "mend what it says and run replica-admin start-replica; if the position is gone, "
                        + SourceException.INITIALISE,
                failure);
    }
}
