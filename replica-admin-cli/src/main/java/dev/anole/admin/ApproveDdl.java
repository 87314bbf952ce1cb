package dev.anole.admin;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.OnDrift;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SkipEvents;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.Approval;
import dev.anole.admin.output.Console;
import dev.anole.admin.progress.StreamProgress;
import dev.anole.contract.TableId;
import dev.anole.postgres.apply.SkippedEvents;
import dev.anole.postgres.catalogue.HeldTables.Held;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies DDL statements that the policy held. */
@Command(
        name = "approve-ddl",
        aliases = "approve_ddl",
        header = "Applies DDL statements that ddl_policy holds.",
        description = {
            "",
            "Where ddl_policy says \"hold\", a statement is not applied: its tables stand still, while all others go on."
                    + " This command applies it, and what MySQL has done to the tables since, up to where the replica is;"
                    + " from then on they go on with the others. Whether the replica runs does not matter.",
            "",
            "What is approved takes place: a held DROP or TRUNCATE deletes the rows in PostgreSQL. Without --tables all"
                    + " statements that are held are applied. A statement cannot be declined: leave it held, or copy the"
                    + " table as MySQL has it now by sync-tables.",
            "",
            "A later statement on the same tables that the policy holds too awaits an approval of its own. If the topic"
                    + " has lost what the tables need, sync-tables copies them as MySQL has them now.",
            "",
            "show-status names the tables that are held, and the statements."
        },
        footer = {
            "",
            "Examples:",
            "  replica-admin approve-ddl --source shop",
            "  replica-admin approve-ddl --source shop --tables shop.orders"
        })
final class ApproveDdl implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "<tables>",
            description = "Tables that are held, as MySQL has them, schema.table, separated by commas; all if missing."
                    + " Tables that the same statement holds are approved with them.")
    private List<String> tables = new ArrayList<>();

    /** What {@code --json} prints. */
    record Result(String source, List<Approved> approved) {}

    /** @param heldAgain whether a later statement awaits approval instead */
    record Approved(String statement, List<String> tables, boolean heldAgain) {}

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "approve-ddl");
        Console console = options.console();
        List<Approved> approved = new ArrayList<>();
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "approve-ddl");
            Registration.requireReplica(source, database);
            Map<TableId, Held> tablesHeld = database.held(source.name());
            Map<Long, Held> statements = statements(source, tablesHeld);
            if (statements.isEmpty()) {
                console.say("No statement of the source " + source.name() + " awaits approval.");
            }
            for (Held held : statements.values()) {
                String statement = database.statement(held.statement());
                console.progress("Applying " + statement);
                long end =
                        database.positions().find(source.name()).orElseThrow().nextOffset();
                Approval.Outcome outcome;
                try (StreamProgress progress = new StreamProgress(
                        console, "Bringing up", held.position().nextOffset(), end)) {
                    outcome = approve(configuration, source, held, progress);
                }
                List<String> names =
                        outcome.tables().stream().map(TableId::toString).toList();
                approved.add(new Approved(statement, names, outcome.heldAgain()));
                String on = tablesHeld.entrySet().stream()
                        .filter(table -> table.getValue().statement() == held.statement())
                        .map(table -> table.getKey().toString())
                        .collect(joining(", "));
                console.say(sentence(outcome, names, statement), sentence(outcome, names, "what held " + on));
            }
        }
        console.document(new Result(source.name(), approved));
        return ExitCode.OK.number();
    }

    private static String sentence(Approval.Outcome outcome, List<String> names, String statement) {
        if (outcome.heldAgain()) {
            return "Applied " + statement + "; a later statement on its tables awaits approval now (see show-status).";
        }
        return "Applied " + statement + "; "
                + (names.isEmpty()
                        ? "none of its tables is left."
                        : names.stream().collect(joining(", ")) + " replicate again.");
    }

    private static Approval.Outcome approve(
            Configuration configuration, ReplicaSource source, Held held, StreamProgress progress)
            throws SQLException, InterruptedException {
        SkipEvents skipped = source.settings().skipEvents();
        try (Connection connection = TargetDatabase.session(configuration.postgres())) {
            connection.setAutoCommit(false);
            return new Approval(
                            connection,
                            configuration.kafka().clientProperties(),
                            source.name(),
                            source.settings().onDrift() == OnDrift.ERROR,
                            SkippedEvents.of(skipped.insert(), skipped.update(), skipped.delete()),
                            source.settings().ddlPolicy().policy(),
                            progress::reached)
                    .approve(held);
        }
    }

    /** By number, in MySQL's order. */
    private Map<Long, Held> statements(ReplicaSource source, Map<TableId, Held> held) {
        Map<Long, Held> statements = new TreeMap<>();
        if (tables.isEmpty()) {
            held.values().forEach(each -> statements.put(each.statement(), each));
        }
        for (String name : tables) {
            Optional<Held> found = held.entrySet().stream()
                    .filter(table -> table.getKey().toString().equals(name.strip()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (found.isEmpty()) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The table " + name.strip() + " of the source " + source.name() + " is not held.",
                        held.isEmpty()
                                ? "No statement awaits approval."
                                : "These are: "
                                        + held.keySet().stream()
                                                .map(TableId::toString)
                                                .collect(joining(", ")) + ".");
            }
            statements.put(found.get().statement(), found.get());
        }
        return statements;
    }
}
