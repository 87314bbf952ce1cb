package dev.anole.admin.maintain;

import dev.anole.postgres.catalogue.Maintenance;
import java.util.List;

/**
 * What a maintenance did; also what {@code --json} prints.
 *
 * @param pausedSeconds how long the sink waited
 * @param failed tables that could not be vacuumed
 */
public record MaintenanceReport(
        String source, double pausedSeconds, Maintenance.Purged purged, List<Vacuumed> tables, List<Failure> failed) {

    public MaintenanceReport {
        tables = List.copyOf(tables);
        failed = List.copyOf(failed);
    }

    /** Sizes with indexes and large values. */
    public record Vacuumed(String table, long bytesBefore, long bytesAfter, double seconds) {}

    public record Failure(String table, String reason) {}
}
