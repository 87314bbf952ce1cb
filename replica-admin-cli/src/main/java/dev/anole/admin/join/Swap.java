package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.dependants.Replacement;
import dev.anole.postgres.dependants.ReplacementException;
import dev.anole.postgres.dependants.UserIndexes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a loading table in its place, in one transaction that holds the replica's position: so the table is exactly what
 * MySQL had there, and the sink goes on with it from the next record. Used by one thread.
 */
final class Swap {

    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

    private final JoinContext context;
    private final Connection connection;
    private final LoadingTable loading;
    private final JoinEntry entry;
    private final PostgresName target;
    private final Positions positions;
    private final ReplicaTables tables;

    /** @param connection in manual commit mode */
    Swap(JoinContext context, Connection connection, LoadingTable loading, JoinEntry entry) {
        this.context = context;
        this.connection = connection;
        this.loading = loading;
        this.entry = entry;
        target = entry.target();
        positions = new Positions(connection);
        tables = new ReplicaTables(connection, context.source());
    }

    void run(CatchUp catchUp) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        SwapTries.run(context.limits(), "the old table " + target, this::blockers, () -> tryOnce(catchUp));
    }

    private SwapTries.Outcome tryOnce(CatchUp catchUp)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        // Before the records, since it may take long; and again with each try, for those that were made meanwhile.
        copyUserIndexes();
        catchUp.applyTo(position(positions.find(context.source())).nextOffset());
        connection.commit();
        try {
            // The sink holds its position while it writes; behind us, only the sink waits.
            set("lock_timeout", context.limits().swap().toMillis());
            ReplicaPosition held = position(positions.lock(context.source()));
            if (catchUp.distanceTo(held.nextOffset()) > SwapTries.FEW_RECORDS
                    || !catchUp.applyInTransaction(held.nextOffset())) {
                connection.rollback();
                return SwapTries.Outcome.BEHIND;
            }
            set("lock_timeout", context.limits().swapLock().toMillis());
            replaceTable();
            register();
            set("synchronous_commit", "on");
            connection.commit();
            catchUp.committed();
            return SwapTries.Outcome.DONE;
        } catch (SQLException e) {
            if (!Refusal.isOfLocks(e)) {
                throw e;
            }
            LOG.info("{} is being read, so it is not swapped in yet", target);
            connection.rollback();
            return SwapTries.Outcome.BLOCKED;
        }
    }

    /** Builds on the loading table what users have put on the old one, as far as that is not done. */
    void copyUserIndexes() throws SQLException {
        Optional<ReplicaTable> old = replaced();
        if (old.isPresent()) {
            set("search_path", "");
            new UserIndexes(connection, old.get().mapped()).copyTo(loading.mapped());
        }
        connection.commit();
    }

    void replaceTable() throws SQLException, TableFailure {
        Optional<ReplicaTable> old = replaced();
        if (old.isEmpty()) {
            loading.moveTo(connection, target.schema());
            return;
        }
        try {
            new Replacement(connection, old.get(), loading.definition())
                    .run(() -> loading.moveTo(connection, target.schema()));
        } catch (ReplacementException e) {
            throw new TableFailure(
                    "the table cannot take the place of the old one without losing what hangs on it: " + e.found(),
                    e.remedy(),
                    e);
        }
    }

    /** As the catalogue has it now: the sink may have gone on with it, and changed its definition. */
    private Optional<ReplicaTable> replaced() throws SQLException {
        return entry.replaces() || entry.keeps()
                ? tables.find(entry.id())
                        .map(old -> old.replacedBy(loading.mapped().mapping()))
                : Optional.empty();
    }

    /** Also ends the join's row in the catalogue, which hangs on the table's. */
    void register() throws SQLException {
        TableId id = loading.definition().id();
        tables.put(loading.mapped().at(target), TableState.REPLICATING, null);
        new BadValueLog(connection, context.source()).join(id);
        positions.raiseGeneration(context.source());
        context.properties().applyTo(connection, id, target);
    }

    private void set(String setting, Object value) throws SQLException {
        Statements.execute(connection, List.of("SET LOCAL " + setting + " = '" + value + "'"));
    }

    static ReplicaPosition position(Optional<ReplicaPosition> found) throws TableFailure {
        return found.orElseThrow(() -> new TableFailure(
                "the source's position is gone from the catalogue",
                "Somebody drops the replica; run init-replica to begin anew."));
    }

    /** Who holds the old table, for the operator. */
    private String blockers() throws SQLException {
        String sql = """
                SELECT string_agg(format('pid %s (%s, %s)', a.pid, coalesce(a.usename, '?'),
                  coalesce(nullif(a.application_name, ''), 'no application name')), ', ')
                FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                WHERE l.relation = to_regclass(?) AND l.granted AND a.pid <> pg_backend_pid()""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, target.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                @Nullable String found = row.getString(1);
                return found == null ? "" : "; now it is held by " + found;
            }
        } finally {
            connection.rollback();
        }
    }

    /** Statistics for PostgreSQL's planner, behind the swap, since they take a while. */
    void analyze() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE " + target.quoted());
            connection.commit();
        } catch (SQLException e) {
            // The table has joined all the same, and autovacuum will come by.
            LOG.warn("Could not analyse {}: {}", target, e.getMessage());
        }
    }
}
