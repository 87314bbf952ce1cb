package dev.anole.admin;

import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.output.CommandLog;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.CatalogueException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns a failure into one sentence, one remedy and an exit code; the stack trace is for {@code --debug}. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

    /** What {@code --json} prints of a failure. */
    record Failure(Problem error) {
        record Problem(String message, String remedy, String kind, int exitCode) {}
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) throws Exception {
        if (exception instanceof ParameterException usage) {
            return handleParseException(usage, parsed.originalArgs().toArray(String[]::new));
        }
        ParseResult own = command.getParseResult();
        AdminException failure = categorised(exception);
        report(command, failure, own.hasMatchedOption(CommonOptions.JSON));
        if (own.hasMatchedOption(CommonOptions.DEBUG)) {
            exception.printStackTrace(command.getErr());
        }
        CommandLog.ended(failure.exitCode().number());
        CommandNotices.failed(failure, failure != exception);
        return failure.exitCode().number();
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String message = exception.getMessage() + ".";
        String hint = "Try: " + name + " --help";
        if (exception instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (!command.getSubcommands().isEmpty() && !first.startsWith("-")) {
                message = "There is no command " + first + ".";
            }
            List<String> suggestions = unmatched.getSuggestions().stream()
                    // The same commands, written with underscores.
                    .filter(suggestion -> !suggestion.contains("_"))
                    .toList();
            hint = suggestions.isEmpty() ? hint : "Did you mean " + String.join(" or ", suggestions) + "? " + hint;
        }
        AdminException failure = new AdminException(ExitCode.USAGE, message, hint, exception);
        report(command, failure, Arrays.asList(arguments).contains(CommonOptions.JSON));
        return failure.exitCode().number();
    }

    private static void report(CommandLine command, AdminException failure, boolean json) {
        Console console = new Console(command.getOut(), command.getErr(), json);
        console.failed(failure.sentence(), failure.remedy());
        console.document(new Failure(new Failure.Problem(
                failure.sentence(),
                failure.remedy(),
                failure.exitCode().name().toLowerCase(Locale.ROOT),
                failure.exitCode().number())));
    }

    private static AdminException categorised(Exception exception) {
        if (exception instanceof AdminException failure) {
            return failure;
        }
        if (Interruption.isCauseOf(exception)) {
            return new AdminException(
                    ExitCode.INTERRUPTED, "Interrupted.", "Run the same command again to go on.", exception);
        }
        if (exception instanceof CatalogueException catalogue) {
            return new AdminException(
                    ExitCode.PRECONDITION, catalogue.problem() + ".", catalogue.remedy() + ".", catalogue);
        }
        if (exception instanceof SQLException sql) {
            return ofDatabase(sql);
        }
        String message = exception.getMessage() == null ? "" : ": " + exception.getMessage();
        return new AdminException(
                ExitCode.FAILURE,
                "An unforeseen failure, " + exception.getClass().getSimpleName() + message,
                "Run the command again with --debug and report what it prints.",
                exception);
    }

    private static AdminException ofDatabase(SQLException exception) {
        if (SqlMessage.connectionLost(exception)) {
            return new AdminException(
                    ExitCode.CONNECTION,
                    "The connection to a database was lost: " + SqlMessage.of(exception),
                    "Check that both servers run, and run the command again.",
                    exception);
        }
        return new AdminException(
                ExitCode.FAILURE,
                "A database refused a statement (SQLSTATE " + exception.getSQLState() + "): "
                        + SqlMessage.of(exception),
                "Mend what it says, mostly a missing privilege, and run the command again.",
                exception);
    }
}
