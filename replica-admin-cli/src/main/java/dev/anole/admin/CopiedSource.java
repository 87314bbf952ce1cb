package dev.anole.admin;

import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceType;

/** A source of {@code type: pgsql}, whose tables are copied, and not kept up. */
final class CopiedSource {

    private CopiedSource() {}

    static boolean is(ReplicaSource source) {
        return source.settings().type() == SourceType.PGSQL;
    }

    /** @throws AdminException if the source has no replica that the command could work on */
    static void refuse(ReplicaSource source, String command) {
        if (is(source)) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    command + " was not run: the source " + source.name() + " has type pgsql, whose tables init-replica"
                            + " copies once, all from one snapshot. Nothing keeps them up afterwards, so it has no replica.",
                    "Run init-replica --source " + source.name() + " to copy them anew.");
        }
    }
}
