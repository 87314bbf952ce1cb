package dev.anole.admin.initialise;

import dev.anole.admin.progress.CopyProgress.CopiedTable;
import dev.anole.contract.TableId;
import java.util.List;

/**
 * How an initialisation ended, for {@code --json}.
 *
 * @param startPosition MySQL's, from which the stream begins
 * @param failed tables that could not be copied, where {@code on_error_replay: continue} lets the others go on
 */
public record InitReport(
        String source,
        String status,
        String startPosition,
        String topic,
        List<CopiedTable> tables,
        List<TableId> failed,
        List<String> warnings) {

    public InitReport {
        tables = List.copyOf(tables);
        failed = List.copyOf(failed);
        warnings = List.copyOf(warnings);
    }
}
