package dev.anole.admin.status;

import dev.anole.admin.AdminException;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SinkWait;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a diagnosis needs besides the status that is shown.
 *
 * @param lastError of the source; null if the log has none
 * @param sinkWait what the sink waits for; null if it does not
 * @param topicProblem what is wrong with the topic, or with the broker; null if nothing
 * @param detaching whether a detachment was begun
 * @param copying who copies tables, and which
 * @param mySql asks the MySQL server whether it answers; empty if it does
 */
record Clues(
        ErrorLog.@Nullable Failure lastError,
        @Nullable SinkWait sinkWait,
        @Nullable AdminException topicProblem,
        boolean detaching,
        Copying copying,
        Supplier<Optional<AdminException>> mySql) {

    /**
     * @param command that works on the source; null if none does
     * @param tables whose copies were begun, and have not joined, {@code schema.table} each
     */
    record Copying(@Nullable String command, List<String> tables) {

        static final Copying NONE = new Copying(null, List.of());

        Copying {
            tables = List.copyOf(tables);
        }
    }

    static Clues none() {
        return new Clues(null, null, null, false, Copying.NONE, Optional::empty);
    }
}
