package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.admin.status.ReplicaStatus;
import dev.anole.admin.status.StatusPage;
import dev.anole.admin.status.StatusReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Shows what every replica does, and what to do where one is not well. */
@Command(
        name = "show-status",
        aliases = "show_status",
        header = "Shows the status of all sources, or of one in detail.",
        description = {
            "",
            "Joins what Kafka Connect says of the connectors, what the catalogue says of positions and tables, and what the"
                    + " topic still holds for the sink. Where something is wrong it says what, and the one thing to do.",
            "",
            "Lag is the age of the oldest change of MySQL that the replica lacks: 0 when the sink has applied all that the"
                    + " topic holds and the source connector was heard within 30 seconds, even if MySQL is idle.",
            "",
            "The exit code is 0 when the status could be shown, whatever it is; scripts read the JSON document. A source is"
                    + " well if \"status\" is running or syncing, \"problem\" is null and \"unknown\" is empty; one of type"
                    + " pgsql if \"status\" is initialised and \"problem\" is null."
        },
        footer = {
            "",
            "Examples:",
            "  replica-admin show-status",
            "  replica-admin show-status --source shop --json",
            "  replica-admin show-status --watch=5"
        })
final class ShowStatus implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--watch",
            paramLabel = "<seconds>",
            arity = "0..1",
            fallbackValue = "2",
            description = "Show it again every so many seconds (2), until interrupted.")
    private @Nullable Integer watchSeconds;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configuration();
        Console console = options.console();
        if (watchSeconds == null) {
            show(configuration, console, false);
            return ExitCode.OK.number();
        }
        if (console.json() || watchSeconds < 1) {
            throw new ParameterException(
                    options.commandLine(),
                    console.json()
                            ? "--watch and --json exclude each other: --json prints one document"
                            : "--watch needs at least one second");
        }
        while (true) {
            show(configuration, console, true);
            Thread.sleep(Duration.ofSeconds(watchSeconds).toMillis());
        }
    }

    private void show(Configuration configuration, Console console, boolean again)
            throws SQLException, InterruptedException {
        List<ReplicaStatus> sources = new ArrayList<>();
        boolean one = options.sourceName() != null;
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            StatusReader reader = new StatusReader(configuration, database);
            List<String> known = reader.names();
            List<String> wanted = one && known.contains(options.sourceName())
                    ? List.of(String.valueOf(options.sourceName()))
                    : one ? List.of(options.source(configuration).name()) : known;
            for (String name : wanted) {
                sources.add(reader.read(name));
            }
        }
        if (again) {
            console.clear();
        }
        if (!console.json()) {
            new StatusPage(console).print(sources, one || sources.size() == 1);
        }
        console.document(sources);
    }
}
