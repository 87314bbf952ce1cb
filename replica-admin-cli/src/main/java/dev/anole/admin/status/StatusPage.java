package dev.anole.admin.status;

import dev.anole.admin.output.Console;
import dev.anole.admin.status.ReplicaStatus.Applied;
import dev.anole.admin.status.ReplicaStatus.Connector;
import dev.anole.admin.status.ReplicaStatus.Replayed;
import dev.anole.admin.status.ReplicaStatus.TopicLag;
import dev.anole.postgres.catalogue.BadValueLog;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Status for people: an overview, then for each source what is wrong and what to do. */
public final class StatusPage {

    private static final String NONE = "-";

    private final Console console;

    public StatusPage(Console console) {
        this.console = console;
    }

    /** @param details whether everything known of each source is shown */
    public void print(List<ReplicaStatus> sources, boolean details) {
        if (sources.isEmpty()) {
            console.line("The configuration has no source.");
            return;
        }
        console.table(
                List.of("Source", "Status", "Connectors", "Tables", "Lag", "Waiting", "Last commit applied"),
                sources.stream().map(StatusPage::overview).toList());
        for (ReplicaStatus source : sources) {
            console.line("");
            if (details) {
                printDetails(source);
            }
            printVerdict(source);
        }
    }

    private static List<String> overview(ReplicaStatus source) {
        TopicLag topic = source.topic();
        Applied applied = source.applied();
        return List.of(
                source.source(),
                source.status() == null ? "not registered" : source.status(),
                connectors(source),
                tables(source),
                source.copied() ? NONE : lag(source.lagSeconds()),
                topic == null ? NONE : records(topic.lagRecords()),
                applied == null || applied.lastCommitAt() == null
                        ? NONE
                        : applied.lastCommitAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    static String records(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d record" : "%,d records", count);
    }

    private static String connectors(ReplicaStatus source) {
        if (source.connectors().isEmpty()) {
            return NONE;
        }
        return source.connectors().stream()
                .map(connector -> connector.failure() != null ? "failed" : String.valueOf(state(connector)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String state(Connector connector) {
        return connector.state() == null ? "missing" : connector.state().toString();
    }

    private static String tables(ReplicaStatus source) {
        Map<String, Integer> byState = source.tables().byState();
        int all = byState.values().stream().mapToInt(Integer::intValue).sum();
        if (source.copied()) {
            return all + " copied";
        }
        return all == 0 ? NONE : byState.getOrDefault("replicating", 0) + " of " + all;
    }

    private static String lag(@Nullable Double seconds) {
        if (seconds == null) {
            return "unknown";
        }
        if (seconds == 0) {
            return "0 s";
        }
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long minutes = (long) (seconds / 60);
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    private void printDetails(ReplicaStatus source) {
        List<List<String>> pairs = new ArrayList<>();
        new TreeMap<>(source.schemaMappings())
                .forEach((database, schema) -> pairs.add(List.of("Database " + database, "schema " + schema)));
        for (Connector connector : source.connectors()) {
            String tasks = connector.tasks().isEmpty()
                    ? "no tasks"
                    : connector.tasks().stream().map(task -> "task " + task).collect(Collectors.joining(", "));
            pairs.add(List.of(connector.name(), state(connector) + ", " + tasks));
        }
        Applied applied = source.applied();
        if (applied != null) {
            pairs.add(List.of("Applied position", applied.position().replace(",", ",\n")));
            pairs.add(List.of("Written last", String.valueOf(applied.changedAt())));
            if (applied.preparedTransactions() > 0) {
                pairs.add(List.of(
                        "Prepared (XA)",
                        applied.preparedTransactions()
                                + " transactions wait for XA COMMIT or XA ROLLBACK in MySQL,\nthe" + " oldest since "
                                + applied.oldestPreparedAt()));
            }
        }
        TopicLag topic = source.topic();
        if (topic != null) {
            pairs.add(List.of(
                    "Topic " + topic.topic(),
                    "offsets " + topic.beginningOffset() + " to " + topic.endOffset() + ", the sink is at "
                            + topic.sinkOffset()));
        }
        if (source.maintainedAt() != null) {
            pairs.add(List.of("Last maintenance", String.valueOf(source.maintainedAt())));
        }
        if (source.nextMaintenanceAt() != null) {
            pairs.add(List.of("Next maintenance", String.valueOf(source.nextMaintenanceAt())));
        }
        source.tables()
                .byState()
                .forEach((state, tables) -> pairs.add(List.of("Tables " + state, Integer.toString(tables))));
        if (!source.copied()) {
            Replayed replayed = source.tables().replayed();
            pairs.add(List.of(
                    "Rows replayed",
                    String.format(
                            Locale.ROOT,
                            "%,d inserted, %,d updated, %,d deleted",
                            replayed.inserted(),
                            replayed.updated(),
                            replayed.deleted())));
        }
        addCounts(pairs, "Rows mended (drift)", source.tables().drifted());
        console.pairs(pairs);
        if (!source.tables().notReplicated().isEmpty()) {
            console.line("");
            console.table(
                    List.of("Table not replicated", "State", "Reason"),
                    source.tables().notReplicated().stream()
                            .map(table -> List.of(table.table().toString(), table.state(), table.reason()))
                            .toList());
        }
        printBadValues(console, source.tables().badValues());
        if (!source.tables().omissions().isEmpty()) {
            console.line("");
            console.table(
                    List.of("Not as in MySQL", "What", "Name", "How it is"),
                    source.tables().omissions().stream()
                            .map(left -> List.of(
                                    left.table().toString(),
                                    left.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                    left.object(),
                                    left.detail()))
                            .toList());
        }
        console.line("");
    }

    /** Prints what was decided of values that PostgreSQL cannot hold, if anything was. */
    public static void printBadValues(Console console, List<BadValueLog.Count> counts) {
        if (!counts.isEmpty()) {
            console.line("");
            console.table(
                    List.of("Values that PostgreSQL lacks", "Column", "Kind", "Became", "Times"),
                    counts.stream()
                            .map(count -> List.of(
                                    count.table().toString(),
                                    count.column(),
                                    count.kind().replace('_', ' '),
                                    became(count.action()),
                                    Long.toString(count.values())))
                            .toList());
        }
    }

    private static String became(String action) {
        return switch (action) {
            case "null" -> "NULL";
            case "replace" -> "replaced";
            case "discard_row" -> "row left out";
            default -> action;
        };
    }

    private void printVerdict(ReplicaStatus source) {
        source.unknown().forEach(reason -> console.line(source.source() + ": not known. " + reason));
        if (source.problem() != null) {
            console.line(source.source() + ": " + source.problem());
            console.line("What to do: " + source.remedy());
        } else if (source.copied()) {
            console.line(
                    source.source() + ": copied once, from another PostgreSQL database; nothing keeps its tables up.");
        } else if (source.unknown().isEmpty()) {
            console.line(
                    source.source() + ": " + (source.running() ? "running well." : "stopped; start-replica goes on."));
        }
    }

    private static void addCounts(List<List<String>> pairs, String name, Map<String, Long> byTable) {
        if (!byTable.isEmpty()) {
            pairs.add(List.of(
                    name,
                    byTable.entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .collect(Collectors.joining(", "))));
        }
    }
}
