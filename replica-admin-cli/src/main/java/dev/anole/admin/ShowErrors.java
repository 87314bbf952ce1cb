package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.FailedConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.Sources;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "Lists the catalogue's error log, the newest entries first, of one source or of all, each with what to do."
                    + " With --logid it shows one entry whole.",
            "",
            "A connector that has failed now, and could not write that to the catalogue, is asked for the reason through"
                    + " Kafka Connect, which forgets it when the connector is started again.",
            "",
            "Rows that were left out since PostgreSQL cannot hold one of their values (bad_values: discard_row) are"
                    + " listed too; --discarded shows them alone, and whole."
        },
        footer = {"", "Examples:", "  replica-admin show-errors --source shop", "  replica-admin show-errors --logid 12"
        })
final class ShowErrors implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--logid", paramLabel = "<id>", description = "Show this entry whole.")
    private @Nullable Long logId;

    @Option(names = "--discarded", description = "Show the rows that were left out, whole.")
    private boolean discardedAlone;

    @Option(
            names = "--limit",
            paramLabel = "<entries>",
            defaultValue = "50",
            description = "Entries to list per source at most. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    /**
     * What {@code --json} prints of one entry.
     *
     * @param logId null where only Kafka Connect knows of it
     * @param occurredAt likewise
     */
    record Entry(
            @Nullable Long logId,
            @Nullable Instant occurredAt,
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

        static Entry of(FailedConnectors.Failure failure) {
            return new Entry(null, null, failure.source(), null, failure.problem(), failure.remedy(), null, null, null);
        }
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configuration();
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            if (logId != null) {
                showOne(database, logId);
            } else {
                List<String> sources = sources(database, configuration);
                List<BadValueLog.Discarded> discarded = discarded(database);
                if (discardedAlone) {
                    showDiscarded(discarded, true);
                    options.console().document(discarded);
                } else {
                    List<Entry> logged = entries(database, sources);
                    showAll(logged, unlogged(configuration, sources, logged));
                    showDiscarded(discarded, false);
                }
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
                List.of("Log id", Long.toString(id)),
                List.of("Source", entry.source()),
                List.of("Table", text(entry.table())),
                List.of("Time", text(entry.occurredAt())),
                List.of("MySQL position", text(entry.position())),
                List.of("SQLSTATE", text(entry.sqlstate())),
                List.of("Message", entry.message()),
                List.of("Detail", text(entry.detail())),
                List.of("What to do", entry.remedy())));
        console.document(entry);
    }

    private List<Entry> entries(TargetDatabase database, List<String> sources) throws SQLException {
        List<ErrorLog.Entry> entries = new ArrayList<>();
        for (String source : sources) {
            entries.addAll(database.errors().of(source, limit));
        }
        return entries.stream()
                .sorted(Comparator.comparingLong(ErrorLog.Entry::id).reversed())
                .map(Entry::of)
                .toList();
    }

    private List<BadValueLog.Discarded> discarded(TargetDatabase database) throws SQLException {
        List<BadValueLog.Discarded> discarded = new ArrayList<>();
        for (String source : database.sourcesOfDiscarded()) {
            if (options.sourceName() == null || source.equals(options.sourceName())) {
                discarded.addAll(database.badValues(source).discarded(limit));
            }
        }
        return discarded;
    }

    private void showDiscarded(List<BadValueLog.Discarded> discarded, boolean whole) {
        Console console = options.console();
        if (discarded.isEmpty()) {
            if (whole) {
                console.line("No row was left out.");
            }
            return;
        }
        console.line("");
        List<String> titles =
                new ArrayList<>(List.of("Rows left out", "Source", "Table", "Column has", "MySQL position"));
        if (whole) {
            titles.add("Row");
        }
        console.table(titles, discarded.stream().map(row -> line(row, whole)).toList());
        if (discarded.size() >= limit) {
            console.line("Of a source the newest " + limit + " at most; --limit shows more.");
        }
    }

    private static List<String> line(BadValueLog.Discarded row, boolean whole) {
        List<String> line = new ArrayList<>(List.of(
                text(row.discardedAt().truncatedTo(ChronoUnit.SECONDS)),
                row.source(),
                row.table().toString(),
                row.column() + ": " + row.kind().replace('_', ' '),
                row.place() == null ? "copied" : row.place()));
        if (whole) {
            line.add(row.row());
        }
        return line;
    }

    /** Failures of connectors that the log does not have. */
    private List<Entry> unlogged(Configuration configuration, List<String> sources, List<Entry> logged)
            throws InterruptedException {
        Set<String> known = logged.stream().map(Entry::message).collect(Collectors.toSet());
        List<Entry> unlogged = new ArrayList<>();
        FailedConnectors connectors = new FailedConnectors(new ConnectRest(configuration.connect()));
        try {
            for (String source : sources) {
                ReplicaSource configured = configuration.sources().get(source);
                if (configured != null) {
                    connectors.of(configured).stream()
                            .filter(failure -> !known.contains(failure.found()))
                            .map(Entry::of)
                            .forEach(unlogged::add);
                }
            }
        } catch (AdminException e) {
            options.console().warn("The connectors could not be asked: " + e.sentence() + " " + e.remedy());
        }
        return unlogged;
    }

    /** The source that was asked for, else every one that the catalogue has. */
    private List<String> sources(TargetDatabase database, Configuration configuration) throws SQLException {
        List<String> registered =
                database.sources().all().stream().map(Sources.Source::name).toList();
        if (options.sourceName() == null) {
            return registered;
        }
        if (registered.contains(options.sourceName())) {
            return List.of(options.sourceName());
        }
        if (database.sourcesOfDiscarded().contains(options.sourceName())) {
            // Detached, and forgotten but for the rows that were left out.
            return List.of();
        }
        ReplicaSource source = options.source(configuration);
        throw Registration.missing(source.name());
    }

    private void showAll(List<Entry> logged, List<Entry> unlogged) {
        Console console = options.console();
        if (logged.isEmpty()) {
            console.line("There are no errors in the log.");
        }
        for (Entry entry : logged) {
            String table = entry.table() == null ? "" : ", table " + entry.table();
            show(text(entry.logId()) + "  " + text(entry.occurredAt()) + "  source " + entry.source() + table, entry);
        }
        for (Entry entry : unlogged) {
            show("Failed now, and only Kafka Connect knows: source " + entry.source(), entry);
        }
        if (!logged.isEmpty()) {
            console.line("One entry whole: replica-admin show-errors --logid <id>");
        }
        console.document(Stream.concat(unlogged.stream(), logged.stream()).toList());
    }

    private void show(String heading, Entry entry) {
        Console console = options.console();
        console.line(heading);
        console.line("    " + entry.message());
        console.line("    What to do: " + entry.remedy());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
