package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.detach.SourceRemoval;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a source's replica and forgets it; its tables stay. */
@Command(
        name = "drop-source",
        aliases = "drop_source",
        header = "Removes a source, its connectors and its topic.",
        description = {
            "",
            "Stops the source's replica, deletes both connectors with their offsets and the topic, and removes the source"
                    + " from the catalogue. The tables stay in PostgreSQL as they are, and are not kept up any more.",
            "",
            "Asks for YES unless --yes is given. If it is interrupted, run it again. detach-replica ends a replica at a"
                    + " place where PostgreSQL can take over, with foreign keys and sequences. Of a source that was detached,"
                    + " drop-source deletes the rows that were left out of it (show-errors --discarded)."
        },
        footer = {"", "Example:", "  replica-admin drop-source --source shop"})
final class DropSource implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--keep-topic", description = "Leave the topic in Kafka, for other consumers.")
    private boolean keepTopic;

    @Option(
            names = "--catalogue-only",
            description =
                    "Only forget the source, where Kafka Connect is gone for good: neither it nor Kafka is asked. A sink"
                            + " that still runs fails then, since it has no place any more.")
    private boolean catalogueOnly;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /** What {@code --json} prints. */
    record Result(String source, boolean dropped, boolean topicDeleted) {}

    @Override
    public Integer call() throws SQLException, IOException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        Console console = options.console();
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "drop-source");
            // Of one that is detached, the catalogue has rows that were left out, at most.
            boolean registered = database.sources().find(source.name()).isPresent();
            long kept = database.badValues(source.name()).countDiscarded();
            if (!registered && kept == 0) {
                throw Registration.missing(source.name());
            }
            if (!yes
                    && !Confirmation.of(
                            console,
                            "Dropping the source " + source.name()
                                    + " will remove any replica reference. Are you sure?")) {
                console.say("Nothing was dropped.");
                console.document(new Result(source.name(), false, false));
                return ExitCode.OK.number();
            }
            SourceRemoval removal = new SourceRemoval(configuration, source, database, console);
            @Nullable
            String topic = database.positions()
                    .find(source.name())
                    .map(ReplicaPosition::topic)
                    .orElse(null);
            boolean topicDeleted = !catalogueOnly && removeFromKafka(removal);
            removal.forget(false);
            console.say(
                    registered
                            ? "The source " + source.name() + " is removed; its tables stay."
                            : "The " + kept + " rows that were left out of the former source " + source.name()
                                    + " are deleted.");
            if (catalogueOnly && topic != null) {
                console.warn("Left in Kafka, to be deleted by you where it still is: the connectors "
                        + source.sourceConnector() + ", which goes on publishing, and " + source.sinkConnector()
                        + ", the topic " + topic + ".");
            }
            console.document(new Result(source.name(), true, topicDeleted));
        }
        return ExitCode.OK.number();
    }

    private boolean removeFromKafka(SourceRemoval removal) throws SQLException, InterruptedException {
        try {
            return removal.removeFromKafka(keepTopic);
        } catch (AdminException e) {
            if (e.exitCode() != ExitCode.CONNECTION) {
                throw e;
            }
            throw new AdminException(
                    e.exitCode(), e.sentence(), e.remedy() + " If it is gone for good: --catalogue-only.", e);
        }
    }
}
