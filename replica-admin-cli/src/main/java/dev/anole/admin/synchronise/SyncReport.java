package dev.anole.admin.synchronise;

import dev.anole.admin.progress.CopyProgress.CopiedTable;
import dev.anole.contract.TableId;
import java.util.List;

/**
 * How a synchronisation ended, for {@code --json}.
 *
 * @param status of the source, as it is now
 * @param published whether the source connector had to be told to publish more tables
 * @param dropped tables that left the replica, and PostgreSQL
 * @param failed tables that could not be copied, where {@code on_error_replay: continue} lets the others go on
 */
public record SyncReport(
        String source,
        String status,
        boolean published,
        List<CopiedTable> tables,
        List<TableId> dropped,
        List<TableId> failed,
        List<String> warnings) {

    public SyncReport {
        tables = List.copyOf(tables);
        dropped = List.copyOf(dropped);
        failed = List.copyOf(failed);
        warnings = List.copyOf(warnings);
    }
}
