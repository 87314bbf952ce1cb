package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.Sources;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the catalogue's error log holds. */
@Command(
        name = "show-errors",
        aliases = "show_errors",
        header = "Shows what went wrong.",
        description = {
            "",
            "Lists the catalogue's error log, the newest entries first, of one source or of all. With --logid it shows one"
                    + " entry whole, with the remedy."
        },
        footer = {"", "Examples:", "  replica-admin show-errors --source shop", "  replica-admin show-errors --logid 12"
        })
final class ShowErrors implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--logid", paramLabel = "<id>", description = "Show this entry whole.")
    private @Nullable Long logId;

    @Option(
            names = "--limit",
            paramLabel = "<entries>",
            defaultValue = "50",
            description = "Entries to list per source at most. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    /** What {@code --json} prints of one entry. */
    record Entry(
            long logId,
            Instant occurredAt,
            String source,
            @Nullable TableId table,
            String message,
            String remedy,
            @Nullable String sqlstate,
            @Nullable String position,
            @Nullable String detail) {

        static Entry of(ErrorLog.Entry entry) {
            ErrorLog.Failure failure = entry.failure();
            return new Entry(
                    entry.id(),
                    entry.occurredAt().truncatedTo(ChronoUnit.MILLIS),
                    failure.source(),
                    failure.table(),
                    failure.message(),
                    failure.remedy(),
                    failure.sqlstate(),
                    failure.position(),
                    failure.detail());
        }
    }

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = options.configuration();
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            if (logId != null) {
                showOne(database, logId);
            } else {
                showAll(entries(database, configuration));
            }
        }
        return ExitCode.OK.number();
    }

    private void showOne(TargetDatabase database, long id) throws SQLException {
        Entry entry = database.errors()
                .find(id)
                .map(Entry::of)
                .filter(found -> options.sourceName() == null || found.source().equals(options.sourceName()))
                .orElseThrow(() -> new AdminException(
                        ExitCode.PRECONDITION,
                        "There is no error with log id " + id + ".",
                        "Run show-errors without --logid to see the ids."));
        Console console = options.console();
        console.pairs(List.of(
                List.of("Log id", Long.toString(entry.logId())),
                List.of("Source", entry.source()),
                List.of("Table", text(entry.table())),
                List.of("Time", entry.occurredAt().toString()),
                List.of("MySQL position", text(entry.position())),
                List.of("SQLSTATE", text(entry.sqlstate())),
                List.of("Message", entry.message()),
                List.of("Detail", text(entry.detail())),
                List.of("What to do", entry.remedy())));
        console.document(entry);
    }

    private List<Entry> entries(TargetDatabase database, Configuration configuration) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        for (String source : sources(database, configuration)) {
            database.errors().of(source, limit).stream().map(Entry::of).forEach(entries::add);
        }
        entries.sort(Comparator.comparingLong(Entry::logId).reversed());
        return entries;
    }

    /** The source that was asked for, else every one that the catalogue has. */
    private List<String> sources(TargetDatabase database, Configuration configuration) throws SQLException {
        List<String> registered =
                database.sources().all().stream().map(Sources.Source::name).toList();
        if (options.sourceName() == null || registered.contains(options.sourceName())) {
            return options.sourceName() == null ? registered : List.of(options.sourceName());
        }
        ReplicaSource source = options.source(configuration);
        throw Registration.missing(source.name());
    }

    private void showAll(List<Entry> entries) {
        Console console = options.console();
        if (entries.isEmpty()) {
            console.say("There are no errors in the log.");
        } else {
            console.table(
                    List.of("Log id", "Source", "Time", "Table", "Message"),
                    entries.stream()
                            .map(entry -> List.of(
                                    Long.toString(entry.logId()),
                                    entry.source(),
                                    entry.occurredAt()
                                            .truncatedTo(ChronoUnit.SECONDS)
                                            .toString(),
                                    text(entry.table()),
                                    entry.message()))
                            .toList());
            console.say("One entry whole, with what to do: replica-admin show-errors --logid <id>");
        }
        console.document(entries);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
