package dev.anole.admin.pgsql;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.join.TableProperties;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.Sources;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.dependants.PutAside;
import dev.anole.postgres.dependants.ReplacementException;
import dev.anole.postgres.dependants.UserIndexes;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * Puts all copied tables in their places in one transaction, with what hung on those of before: readers see every table of
 * one moment. Used by one thread.
 */
final class Swap {

    /** How long readers that come behind it wait for a reader before it. */
    private static final String LOCK_TIMEOUT = "2s";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** {@code lock_not_available}, {@code deadlock_detected} (PostgreSQL manual, appendix A). */
    private static final Set<String> BLOCKED = Set.of("55P03", "40P01");

    private final Connection target;
    private final String source;
    private final SourcePlan plan;
    private final LoadingTables loading;
    private final Renaming places;
    private final TableProperties properties;

    /**
     * @param target in manual commit mode
     * @param loading which are complete
     * @param places gives them their names on the target
     */
    Swap(
            Connection target,
            String source,
            SourcePlan plan,
            LoadingTables loading,
            Renaming places,
            TableProperties properties) {
        this.target = target;
        this.source = source;
        this.plan = plan;
        this.loading = loading;
        this.places = places;
        this.properties = properties;
    }

    /** @throws AdminException if something that hangs on a former table cannot go over, or readers leave no moment for it */
    void run() throws SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                once();
                return;
            } catch (SQLException e) {
                target.rollback();
                if (!BLOCKED.contains(String.valueOf(e.getSQLState()))) {
                    throw CopyFailure.told("The copied tables could not take their places", e);
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new AdminException(
                            ExitCode.FAILURE,
                            "Readers of the former tables left no moment to swap the copied ones in for "
                                    + PATIENCE.toMinutes() + " minutes.",
                            "End those sessions, and run init-replica again.",
                            e);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private void once() throws SQLException {
        FormerTables former = FormerTables.of(target, source);
        copyUserIndexes(former);
        CopySessions.execute(target, "SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
        CopySessions.execute(target, "SET LOCAL synchronous_commit = on");
        for (String schema : plan.tables().stream()
                .map(table -> table.target().schema())
                .distinct()
                .toList()) {
            CopySessions.execute(target, "CREATE SCHEMA IF NOT EXISTS " + PostgresName.quote(schema));
        }
        properties.openSchemas(
                target, plan.tables().stream().map(SourceTable::target).toList());
        try {
            replace(former);
        } catch (ReplacementException e) {
            target.rollback();
            throw new AdminException(
                    ExitCode.FAILURE,
                    "The copied tables cannot take their places without losing what hangs on the former ones: "
                            + e.found() + ".",
                    e.remedy(),
                    e);
        }
        register(former);
        loading.drop(target, source);
        target.commit();
    }

    /** What users have put on former tables; before the locks, since it may take long. */
    private void copyUserIndexes(FormerTables former) throws SQLException {
        CopySessions.execute(target, "SET LOCAL search_path = ''");
        for (SourceTable table : plan.tables()) {
            Optional<ReplicaTable> old = former.find(table.id());
            if (old.isPresent()) {
                new UserIndexes(target, old.get().mapped())
                        .copyTo(table.mapped().at(loading.of(table)));
            }
        }
        target.commit();
    }

    private void replace(FormerTables former) throws SQLException, ReplacementException {
        former.dropForeignKeys();
        Deque<PutAside> asides = new ArrayDeque<>();
        for (SourceTable table : plan.tables()) {
            Optional<ReplicaTable> old = former.find(table.id());
            if (old.isPresent()) {
                MappedTable next = table.mapped();
                PutAside aside = PutAside.all(target, old.get().mapped(), next.definition());
                aside.requireMovable(next.definition());
                aside.dropViews();
                // Views of a later table may be read by those of an earlier one, never the other way round.
                asides.push(aside);
            }
        }
        former.drop();
        for (SourceType type : plan.types()) {
            move("TYPE", type.name());
        }
        for (SourceSequence sequence : plan.sequences()) {
            if (sequence.standsAlone()) {
                move("SEQUENCE", sequence.name());
            }
        }
        for (SourceTable table : plan.tables()) {
            move("TABLE", table.name());
        }
        for (PutAside aside : asides) {
            aside.restore();
        }
    }

    private void move(String kind, PostgresName name) throws SQLException {
        CopySessions.execute(
                target,
                "ALTER " + kind + " " + loading.of(name).quoted() + " SET SCHEMA "
                        + PostgresName.quote(places.of(name).schema()));
    }

    private void register(FormerTables former) throws SQLException {
        ReplicaTables tables = new ReplicaTables(target, source);
        for (ReplicaTable table : former.all()) {
            tables.remove(table.id());
        }
        String reason =
                "copied from PostgreSQL at " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "; nothing keeps it up";
        for (SourceTable table : plan.tables()) {
            // Joined, and no more than that: a sink would write to it else.
            tables.put(table.mapped(), TableState.REPLICATING, null);
            tables.setState(table.id(), TableState.DISABLED, reason);
            properties.applyTo(target, table.id(), table.target());
        }
        new Sources(target).setStatus(source, SourceStatus.INITIALISED);
    }
}
