package dev.anole.admin.synchronise;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.mysql.stream.TableFilter;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which tables the source connector publishes: those that join must be among them, those that replicate must stay. */
public final class PublishedTables {

    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Configuration configuration;
    private final ReplicaSource source;
    private final TargetDatabase database;
    private final ReplicaConnectors connectors;

    public PublishedTables(
            Configuration configuration, ReplicaSource source, TargetDatabase database, ReplicaConnectors connectors) {
        this.configuration = configuration;
        this.source = source;
        this.database = database;
        this.connectors = connectors;
    }

    /**
     * The configuration must not leave out what is replicated: nothing would feed it any more, and nobody would say so.
     *
     * @param leaving tables that are to leave the replica
     * @throws AdminException naming the tables that it leaves out
     */
    public void requireKept(Collection<TableId> leaving) throws SQLException {
        TableFilter filter = source.settings().filter();
        List<TableId> lost = database.tables(source.name()).all().stream()
                .filter(table -> table.state() != TableState.DISABLED)
                .map(ReplicaTable::id)
                .filter(table -> !filter.publishes(table) && !leaving.contains(table))
                .toList();
        if (!lost.isEmpty()) {
            Set<String> schemas = lost.stream().map(TableId::database).collect(toCollection(TreeSet::new));
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "limit_tables or skip_tables of source " + source.name() + " leave out tables that are replicated,"
                            + " and whose copies would stand still: "
                            + lost.stream().map(TableId::toString).collect(joining(", ")) + ".",
                    "Let them through in the configuration; or take them out of the replica, and drop them in PostgreSQL, by "
                            + schemas.stream()
                                    .map(schema -> "refresh-schema --schema " + schema)
                                    .collect(joining(", ")) + ".");
        }
    }

    /** Whether everything from the sink's position on was published with these tables. */
    boolean contain(List<TableDefinition> tables) throws SQLException, InterruptedException {
        TableFilter current = connectors.filter();
        return tables.stream().allMatch(table -> current.publishes(table.id()))
                && positions()
                        .filter(source.name())
                        .filter(current.hash()::equals)
                        .isPresent();
    }

    /** Whether the source connector is told to publish just what the configuration says. */
    boolean isAsConfigured() throws InterruptedException {
        return connectors.filter().hash().equals(source.settings().filter().hash());
    }

    /** Has the source connector publish what the configuration says, and waits until the sink has come to where it does. */
    void widen() throws SQLException, InterruptedException {
        connectors.configureSource();
        connectors.start();
        String wanted = source.settings().filter().hash();
        long seen = -1;
        Instant deadline = Instant.now().plus(STANDSTILL);
        while (positions().filter(source.name()).filter(wanted::equals).isEmpty()) {
            connectors.requireHealthy();
            long offset = positions()
                    .find(source.name())
                    .map(ReplicaPosition::nextOffset)
                    .orElse(seen);
            if (offset != seen) {
                seen = offset;
                deadline = Instant.now().plus(STANDSTILL);
            } else if (Instant.now().isAfter(deadline)) {
                throw new AdminException(
                        ExitCode.FAILURE,
                        "The source connector was given a new filter, but for " + STANDSTILL.toSeconds()
                                + " s nothing has come from it to PostgreSQL.",
                        "See the log of the Connect workers, and run the command again.");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Writes both connectors' settings anew and starts them. */
    void startAll() throws InterruptedException {
        connectors.configure(configuration.postgres());
        connectors.start();
    }

    private Positions positions() {
        return database.positions();
    }
}
