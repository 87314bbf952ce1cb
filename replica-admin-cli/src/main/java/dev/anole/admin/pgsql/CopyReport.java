package dev.anole.admin.pgsql;

import dev.anole.admin.progress.CopyProgress.CopiedTable;
import java.util.List;

/** How a copy ended, for {@code --json}. */
public record CopyReport(String source, String status, List<CopiedTable> tables, List<String> warnings) {

    public CopyReport {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }
}
