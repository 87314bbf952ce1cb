package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts several loading tables in their places in one transaction, as {@link Swap} does with one. Used by one thread. */
final class GroupSwap {

    private static final Logger LOG = LoggerFactory.getLogger(GroupSwap.class);

    private final JoinContext context;
    private final Connection connection;
    private final Map<TableId, Swap> swaps;
    private final Positions positions;

    /**
     * @param connection in manual commit mode
     * @param swaps one per table
     */
    GroupSwap(JoinContext context, Connection connection, Map<TableId, Swap> swaps) {
        this.context = context;
        this.connection = connection;
        this.swaps = swaps;
        positions = new Positions(connection);
    }

    void run(GroupCatchUp catchUp) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        SwapTries.run(context.limits(), "the old tables " + swaps.keySet(), () -> "", () -> tryOnce(catchUp));
    }

    private SwapTries.Outcome tryOnce(GroupCatchUp catchUp)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        for (Swap swap : swaps.values()) {
            swap.copyUserIndexes();
        }
        catchUp.applyTo(Swap.position(positions.find(context.source())).nextOffset());
        try {
            set("lock_timeout", context.limits().swap().toMillis());
            ReplicaPosition held = Swap.position(positions.lock(context.source()));
            if (catchUp.distanceTo(held.nextOffset()) > SwapTries.FEW_RECORDS
                    || !catchUp.applyInTransaction(held.nextOffset())) {
                connection.rollback();
                return SwapTries.Outcome.BEHIND;
            }
            set("lock_timeout", context.limits().swapLock().toMillis());
            ReplicaTables tables = new ReplicaTables(connection, context.source());
            for (Map.Entry<TableId, Swap> swap : swaps.entrySet()) {
                swap.getValue().replaceTable();
                swap.getValue().register();
                tables.count(swap.getKey(), catchUp.counters(swap.getKey()));
            }
            set("synchronous_commit", "on");
            connection.commit();
            catchUp.committed();
            return SwapTries.Outcome.DONE;
        } catch (SQLException e) {
            if (!Refusal.isOfLocks(e)) {
                throw e;
            }
            LOG.info("{} are being read, so they are not swapped in yet", swaps.keySet());
            connection.rollback();
            return SwapTries.Outcome.BLOCKED;
        }
    }

    private void set(String setting, Object value) throws SQLException {
        Statements.execute(connection, List.of("SET LOCAL " + setting + " = '" + value + "'"));
    }
}
