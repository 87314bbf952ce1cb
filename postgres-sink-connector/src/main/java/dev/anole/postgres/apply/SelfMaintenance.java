package dev.anole.postgres.apply;

import dev.anole.postgres.catalogue.Maintenance;
import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink's own maintenance of the catalogue, on the apply thread. */
final class SelfMaintenance {

    private static final Logger LOG = LoggerFactory.getLogger(SelfMaintenance.class);

    private static final long LOOK_AGAIN_NANOS = 30_000_000_000L;

    private final Connection connection;
    private final Maintenance maintenance;
    private final MaintenancePlan plan;
    private long nextLook = System.nanoTime();

    SelfMaintenance(Connection connection, String source, MaintenancePlan plan) {
        this.connection = connection;
        this.plan = plan;
        maintenance = new Maintenance(connection, source);
    }

    /** To be called between two transactions. What PostgreSQL refuses is logged, and tried again later. */
    void runIfDue() throws SQLException {
        if (!plan.isWanted() || System.nanoTime() - nextLook < 0) {
            return;
        }
        nextLook = System.nanoTime() + LOOK_AGAIN_NANOS;
        connection.setAutoCommit(true);
        try {
            if (maintenance.isDue(plan.interval())) {
                Maintenance.Purged purged = maintenance.purge(plan.retention());
                for (PostgresName table : maintenance.catalogueTables()) {
                    maintenance.vacuumUnlocked(table);
                }
                maintenance.done();
                LOG.info("The catalogue is vacuumed, and without what is older than {}: {}", plan.retention(), purged);
            }
        } catch (SQLException e) {
            if (!connection.isValid(1)) {
                throw e;
            }
            LOG.warn("The maintenance of the catalogue failed, and is tried again later: {}", e.getMessage());
        } finally {
            connection.setAutoCommit(false);
        }
    }
}
