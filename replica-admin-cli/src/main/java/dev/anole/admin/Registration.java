package dev.anole.admin;

import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.Sources;
import java.sql.SQLException;

/** That a source is in the catalogue, as it is in the file. */
public final class Registration {

    private Registration() {}

    /** @throws AdminException if the source is not registered */
    static Sources.Source requireKnown(ReplicaSource source, TargetDatabase database) throws SQLException {
        return database.sources().find(source.name()).orElseThrow(() -> missing(source.name()));
    }

    /** @throws AdminException if the source is not registered, or registered with other schema mappings */
    public static Sources.Source require(ReplicaSource source, TargetDatabase database) throws SQLException {
        Sources.Source registered = requireKnown(source, database);
        if (!registered.schemaMappings().equals(source.settings().schemaMappings())) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The schema mappings of source " + source.name() + " are "
                            + source.settings().schemaMappings() + " in the configuration, and "
                            + registered.schemaMappings() + " in the catalogue.",
                    "Run update-schema-mappings, or write them in the configuration as they were registered.");
        }
        return registered;
    }

    /** @throws AdminException likewise, or if detach-replica has begun to make the tables independent */
    public static Sources.Source requireReplica(ReplicaSource source, TargetDatabase database) throws SQLException {
        Sources.Source registered = require(source, database);
        if (database.sources().isDetaching(source.name())) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "detach-replica has begun to make the tables of source " + source.name() + " independent.",
                    "Run detach-replica again, or with --undo to go on as a replica.");
        }
        return registered;
    }

    /** @throws AdminException if tables of a source in this status are not copied yet */
    public static void requireCopied(ReplicaSource source, SourceStatus status, TargetDatabase database)
            throws SQLException {
        if (status == SourceStatus.READY
                || status == SourceStatus.INITIALISING
                || database.sources().initialisation(source.name()).isPresent()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The tables of source " + source.name() + " are not copied yet, or not all.",
                    "Run init-replica --source " + source.name() + ", which goes on where it was, or drop-source.");
        }
    }

    static AdminException missing(String source) {
        return new AdminException(
                ExitCode.PRECONDITION,
                "The source " + source + " is not registered.",
                "Run add-source --source " + source + ".");
    }
}
