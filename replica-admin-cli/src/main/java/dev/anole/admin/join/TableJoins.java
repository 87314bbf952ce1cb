package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.admin.mapping.TableMappings;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.mysql.MySqlAddress;
import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.prepared.PreparedTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets tables join the running stream of one source: each is copied while MySQL is written to and the sink applies, and
 * becomes part of the replica at the moment when it is what MySQL had at the sink's position.
 */
public final class TableJoins {

    private static final Logger LOG = LoggerFactory.getLogger(TableJoins.class);

    /** Tables that wait for the sink, or build their indexes, while others are copied. */
    private static final int TABLES_BESIDE_READERS = 2;

    private static final int GRACE_SECONDS = 10;

    private final MySqlAddress mysql;
    private final PostgresAddress postgres;
    private final Map<String, Object> kafkaProperties;
    private final String sourceName;
    private final Map<String, String> schemaMappings;
    private final CopySettings settings;
    private final TableProperties properties;
    private final TableMappings mappings;
    private final JoinProgress progress;

    /**
     * @param kafkaProperties of a Kafka client, bootstrap servers and security
     * @param sourceName whose connectors run, and whose position the catalogue has
     * @param schemaMappings MySQL database to PostgreSQL schema
     */
    public TableJoins(
            MySqlAddress mysql,
            PostgresAddress postgres,
            Map<String, Object> kafkaProperties,
            String sourceName,
            Map<String, String> schemaMappings,
            CopySettings settings,
            TableProperties properties,
            TableMappings mappings,
            JoinProgress progress) {
        this.mysql = mysql;
        this.postgres = postgres;
        this.kafkaProperties = Map.copyOf(kafkaProperties);
        this.sourceName = sourceName;
        this.schemaMappings = Map.copyOf(schemaMappings);
        this.settings = settings;
        this.properties = properties;
        this.mappings = mappings;
        this.progress = progress;
    }

    /**
     * Returns when all of them have joined. A table that cannot join does not keep the others from it; it is then
     * disabled in the catalogue, unless an older copy of it is being fed.
     *
     * @param tables as MySQL has them; their definitions are read again when their copies begin
     * @param restart whether copies that an earlier call has begun and not ended are thrown away; else they are gone on
     *     with, as far as that is safe
     * @throws JoinException if tables could not join; the others have. It is for the caller to add to {@code anole.errors}
     * @throws SQLException if nothing could begin, since a database fails
     * @throws InterruptedException if the thread is interrupted; tables that have joined by then stay, and the next
     *     call goes on with the others
     */
    public void joinAll(List<TableDefinition> tables, boolean restart) throws SQLException, InterruptedException {
        try (Sessions sessions = new Sessions(mysql, postgres, sourceName, settings)) {
            JoinLock lock = JoinLock.take(sessions, sourceName).orElseThrow(() -> taken(tables));
            Connection connection = lock.connection();
            new CatalogueSchema(connection).requireCurrent();
            JoinContext context = new JoinContext(
                    sessions,
                    new CopyReaders(sessions, sourceName, settings),
                    lock,
                    kafkaProperties,
                    sourceName,
                    schemaMappings,
                    lastErrorId(connection),
                    properties,
                    mappings,
                    settings.limits(),
                    progress);
            JoinGroups groups = groups(sessions, connection, tables);
            JoinPlan plan = new JoinPlan(context, connection, restart);
            plan.prepare(groups.completed(tables));
            openToReaders(connection, plan.accepted());
            List<JoinException.Failure> failures = new ArrayList<>(plan.refused());
            failures.addAll(run(context, largestFirst(sessions, plan.accepted()), groups));
            clearUp(context);
            if (!failures.isEmpty()) {
                throw new JoinException(failures);
            }
        }
    }

    private void openToReaders(Connection connection, List<JoinEntry> entries) throws SQLException {
        properties.openSchemas(
                connection, entries.stream().map(JoinEntry::target).toList());
        List<PostgresName> present = new ArrayList<>();
        for (ReplicaTable table : new ReplicaTables(connection, sourceName).all()) {
            if (table.joined() && Statements.exists(connection, table.name())) {
                present.add(table.name());
            }
        }
        properties.openTables(connection, present);
        connection.commit();
    }

    private JoinException taken(List<TableDefinition> tables) {
        return new JoinException(tables.stream()
                .map(table -> new JoinException.Failure(
                        table.id(),
                        "preparing",
                        "another replica-admin copies tables of the source " + sourceName,
                        "Wait until it has ended, and run the command again."))
                .toList());
    }

    private void clearUp(JoinContext context) throws SQLException {
        try {
            context.lock().ensure();
        } catch (TableFailure e) {
            LOG.info("Another command clears up: {}", e.found());
            return;
        }
        Connection connection = context.lock().connection();
        new LoadingSchemas(connection, context).clear();
        new PreparedTransactions(connection, sourceName).purge();
        connection.commit();
    }

    private long lastErrorId(Connection connection) throws SQLException {
        long id = new ErrorLog(connection)
                .of(sourceName, 1).stream().map(ErrorLog.Entry::id).findFirst().orElse(0L);
        connection.commit();
        return id;
    }

    private JoinGroups groups(Sessions sessions, Connection connection, List<TableDefinition> tables)
            throws SQLException {
        List<ReplicaTable> replica = new ReplicaTables(connection, sourceName).all();
        connection.commit();
        Connection mysql = sessions.openMySql();
        try {
            return JoinGroups.of(mysql, replica, tables);
        } finally {
            sessions.close(mysql);
        }
    }

    private static List<JoinEntry> largestFirst(Sessions sessions, List<JoinEntry> accepted) throws SQLException {
        Connection connection = sessions.openMySql();
        try {
            SourceServer server = new SourceServer(connection);
            Map<TableId, Long> bytes = new HashMap<>();
            for (JoinEntry entry : accepted) {
                bytes.put(entry.id(), server.size(entry.id()).bytes());
            }
            return accepted.stream()
                    .sorted(Comparator.comparing((JoinEntry entry) -> bytes.get(entry.id()))
                            .reversed())
                    .toList();
        } finally {
            sessions.close(connection);
        }
    }

    private List<JoinException.Failure> run(JoinContext context, List<JoinEntry> entries, JoinGroups groups)
            throws InterruptedException {
        ExecutorService readerThreads = Executors.newFixedThreadPool(settings.readers(), named("copy-"));
        ExecutorService tableThreads =
                Executors.newFixedThreadPool(settings.readers() + TABLES_BESIDE_READERS, named("join-"));
        try {
            CompletionService<List<JoinException.Failure>> running = new ExecutorCompletionService<>(tableThreads);
            int joins = 0;
            for (JoinEntry entry : entries) {
                if (groups.of(entry.id()).isEmpty()) {
                    running.submit(() -> new JoinTask(context, readerThreads, entry)
                            .run().stream().toList());
                    joins++;
                }
            }
            for (Set<TableId> group : groups.all()) {
                List<JoinEntry> members = entries.stream()
                        .filter(entry -> group.contains(entry.id()))
                        .toList();
                if (!members.isEmpty()) {
                    running.submit(() -> new GroupTask(context, readerThreads, members, missing(group, members)).run());
                    joins++;
                }
            }
            List<JoinException.Failure> failures = new ArrayList<>();
            for (int done = 0; done < joins; done++) {
                failures.addAll(running.take().get());
            }
            return failures;
        } catch (InterruptedException e) {
            // Statements of the databases know no interrupts.
            context.sessions().abort();
            throw e;
        } catch (ExecutionException e) {
            context.sessions().abort();
            throw new IllegalStateException("A join ended in a way that was not foreseen", e.getCause());
        } finally {
            end(tableThreads, readerThreads);
        }
    }

    private static List<TableId> missing(Set<TableId> group, List<JoinEntry> members) {
        return group.stream()
                .filter(id -> members.stream().noneMatch(member -> member.id().equals(id)))
                .toList();
    }

    /** When all is done they have nothing left to do; else their sessions are gone, and soon they notice it. */
    private static void end(ExecutorService tableThreads, ExecutorService readerThreads) {
        tableThreads.shutdownNow();
        readerThreads.shutdownNow();
        // Else a second interrupt would leave threads behind that still write to the catalogue.
        boolean interrupted = Thread.interrupted();
        try {
            boolean ended = tableThreads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)
                    && readerThreads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                LOG.warn("Some joins have not ended {} s after their sessions did", GRACE_SECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
