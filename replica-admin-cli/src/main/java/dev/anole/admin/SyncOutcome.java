package dev.anole.admin;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.output.Console;
import dev.anole.admin.progress.CopyProgress.CopiedTable;
import dev.anole.admin.synchronise.SyncReport;
import dev.anole.contract.TableId;
import java.util.Locale;

/** Tells how a synchronisation ended. */
final class SyncOutcome {

    private SyncOutcome() {}

    static ExitCode tell(SyncReport report, Console console) {
        long rows = report.tables().stream().mapToLong(CopiedTable::rows).sum();
        if (!report.dropped().isEmpty()) {
            console.say("Dropped, since they are no longer to be replicated: "
                    + report.dropped().stream().map(TableId::toString).collect(joining(", ")));
        }
        console.say(String.format(
                Locale.ROOT,
                "The source %s is %s: %d tables, %,d rows copied.",
                report.source(),
                report.status(),
                report.tables().size() - report.failed().size(),
                rows));
        console.document(report);
        return report.failed().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }
}
