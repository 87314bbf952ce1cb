package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

/**
 * Maintenance of the catalogue that the sink carries out by itself, between two transactions.
 *
 * @param interval how often, as PostgreSQL writes intervals; empty for never
 * @param retention how long the catalogue keeps errors, discarded rows and statements, likewise
 */
public record MaintenancePlan(String interval, String retention) {

    public MaintenancePlan {
        requireNonNull(interval, "interval");
        requireNonNull(retention, "retention");
    }

    boolean isWanted() {
        return !interval.isEmpty();
    }
}
