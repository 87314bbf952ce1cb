package dev.anole.admin.database;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.PostgresSettings;
import dev.anole.admin.mapping.MappingReader;
import dev.anole.admin.mapping.SchemaRenaming;
import dev.anole.admin.mapping.TableMappings;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.PostgresConnections;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.Maintenance;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.SinkWait;
import dev.anole.postgres.catalogue.Sources;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.dependants.Dependants;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.MappingRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session on the target database, and the catalogue in it. For one thread; to be closed. */
public final class TargetDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TargetDatabase.class);

    private static final int IS_VALID_TIMEOUT_SECONDS = 5;

    private final PostgresSettings settings;
    private Connection connection;

    private TargetDatabase(PostgresSettings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
    }

    /** @throws AdminException with exit code CONNECTION if the server cannot be reached or refuses */
    public static TargetDatabase open(PostgresSettings settings) {
        return new TargetDatabase(settings, connect(settings));
    }

    private static Connection connect(PostgresSettings settings) {
        PostgresAddress address = settings.address();
        try {
            return OpenSessions.add(PostgresConnections.open(address, "replica-admin"));
        } catch (SQLException e) {
            throw new AdminException(
                    ExitCode.CONNECTION,
                    "Could not connect to PostgreSQL as " + address + ": " + SqlMessage.of(e),
                    "Start the server, or correct pg_conn in the configuration.",
                    e);
        }
    }

    /**
     * Opens a session on a database that has a catalogue of this version.
     *
     * @throws AdminException if it cannot be reached
     * @throws dev.anole.postgres.catalogue.CatalogueException if there is no such catalogue
     */
    public static TargetDatabase withCatalogue(PostgresSettings settings) throws SQLException {
        TargetDatabase database = open(settings);
        try {
            database.schema().requireCurrent();
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /**
     * The same, where the catalogue may be of an older version: its sources can be read and set to stopped.
     *
     * @throws dev.anole.postgres.catalogue.CatalogueException if there is no catalogue, or a newer one
     */
    public static TargetDatabase withOlderCatalogue(PostgresSettings settings) throws SQLException {
        TargetDatabase database = open(settings);
        try {
            database.schema().requireNotNewer();
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /** A session of its own, in autocommit mode; the caller's to close. */
    public static Connection session(PostgresSettings settings) {
        return connect(settings);
    }

    public CatalogueSchema schema() {
        return new CatalogueSchema(connection);
    }

    public Sources sources() {
        return new Sources(connection);
    }

    public Positions positions() {
        return new Positions(connection);
    }

    /** What the source's sink waits for; empty if it does not. */
    public Optional<SinkWait> sinkWait(String source) throws SQLException {
        return SinkWait.find(connection, source);
    }

    /** How PostgreSQL gets tables that are to come. */
    public TableMappings mappings(MappingReader reader, Connection mysql, String source, List<TableDefinition> coming)
            throws SQLException {
        return reader.read(mysql, connection, tables(source).all(), coming);
    }

    /** What the configuration lays down for tables that MySQL creates. */
    public MappingRules rules(MappingReader reader) throws SQLException {
        return reader.rules(connection);
    }

    public BadValueLog badValues(String source) {
        return new BadValueLog(connection, source);
    }

    /** Sources that rows were left out of, those too that are detached by now. */
    public List<String> sourcesOfDiscarded() throws SQLException {
        return BadValueLog.sourcesOfDiscarded(connection);
    }

    public ReplicaTables tables(String source) {
        return new ReplicaTables(connection, source);
    }

    public PreparedTransactions preparedTransactions(String source) {
        return new PreparedTransactions(connection, source);
    }

    public Maintenance maintenance(String source) {
        return new Maintenance(connection, source);
    }

    public ErrorLog errors() {
        return new ErrorLog(connection);
    }

    /** Tables that stand still before a statement which awaits approval. */
    public Map<TableId, HeldTables.Held> held(String source) throws SQLException {
        return new HeldTables(connection, source).all();
    }

    /** MySQL's statement of that number in {@code anole.schema_changes}. */
    public String statement(long number) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT statement FROM anole.schema_changes WHERE id = ?")) {
            statement.setLong(1, number);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "a statement that is not recorded any more";
            }
        }
    }

    /**
     * How long that is to PostgreSQL; empty if it is no interval. A bare number means milliseconds, as PostgreSQL's
     * own settings of this kind have it (manual, 20.1.1).
     */
    public Optional<Duration> interval(String written) throws SQLException {
        String text = written.matches("\\d+") ? written + " ms" : written;
        String sql = "SELECT CAST(extract(epoch FROM CAST(? AS interval)) * 1000 AS bigint)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, text);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(Duration.ofMillis(row.getLong(1))) : Optional.empty();
            }
        } catch (SQLException e) {
            // Class 22, "data exception": the text is not what it should be.
            if (String.valueOf(e.getSQLState()).startsWith("22")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The names of the server's roles. */
    public Set<String> roles() throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rolname FROM pg_roles")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /**
     * Keeps every other replica-admin from changing the source while this session is open.
     *
     * @param command that does so, for the others' messages
     * @throws AdminException naming the one that works on the source already
     */
    public void reserve(String source, String command) throws SQLException {
        new Reservation(connection, source).take(command);
    }

    /** The command that has {@linkplain #reserve reserved} the source, as it named itself; empty if none has. */
    public Optional<String> commandAtWork(String source) throws SQLException {
        return new Reservation(connection, source).command();
    }

    /** Tables whose copies were begun, and have not joined, {@code schema.table} each. */
    public List<String> joining(String source) throws SQLException {
        String sql = "SELECT mysql_database || '.' || mysql_table FROM anole.joins WHERE source = ? ORDER BY 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> tables = new ArrayList<>();
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
                return tables;
            }
        }
    }

    /** Sources whose sinks have a session on this database. */
    public List<String> sinksAtWork() throws SQLException {
        String sql = """
                SELECT DISTINCT substr(application_name, length('anole sink ') + 1) FROM pg_stat_activity
                WHERE datname = current_database() AND starts_with(application_name, 'anole sink ') ORDER BY 1""";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> sources = new ArrayList<>();
            while (rows.next()) {
                sources.add(rows.getString(1));
            }
            return sources;
        }
    }

    /** Drops what copies of the source's tables have left; within {@link #inTransaction}. */
    public void dropLoadingSchemas(String source) throws SQLException {
        schema().dropLoadingSchemas(CatalogueSchema.loadingPrefix(source));
    }

    /** Renames schemas of the source's, the new names by those of now; within {@link #inTransaction}. */
    public void renameSchemas(String source, Map<String, String> renamed) throws SQLException {
        new SchemaRenaming(connection, source).rename(renamed);
    }

    /** Whether there is a relation of that name. */
    public boolean exists(PostgresName relation) throws SQLException {
        return Statements.exists(connection, relation);
    }

    /** What hangs on that table; within {@link #inTransaction}. */
    public Dependants dependants(MappedTable table) throws SQLException {
        return Dependants.of(connection, table);
    }

    /** Drops the table and its types, and forgets it, if its locks are to be had at once; within {@link #inTransaction}. */
    public void drop(String source, ReplicaTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '1s'");
            // A table that was there before the replica is not the replica's to drop.
            if (table.joined() && !table.mapping().existing()) {
                for (String sql : new TableRenderer(table.mapped()).drop()) {
                    statement.execute(sql);
                }
            }
        }
        tables(source).remove(table.id());
    }

    /** Changes a table of the replica by these statements, and has the sink go on with its new mapping. */
    public void change(String source, MappedTable table, List<String> statements) throws SQLException {
        inTransaction(() -> {
            try (Statement statement = connection.createStatement()) {
                // The sink's order: its position first.
                positions().lock(source);
                statement.execute("SET LOCAL lock_timeout = '3s'");
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            tables(source).setMapping(table.definition().id(), table.mapping());
            positions().raiseGeneration(source);
        });
    }

    /** Opens the session anew if it was lost, as by a restart of the server; what it had reserved is reserved no more. */
    public void reconnectIfLost() throws SQLException {
        if (!connection.isValid(IS_VALID_TIMEOUT_SECONDS)) {
            close();
            connection = connect(settings);
        }
    }

    /** Statements that belong together. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    /** Runs it in one transaction, rolled back if it throws. */
    public void inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } finally {
            // A no-op after the commit.
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The session ends with the process at the latest; the command's outcome is decided already.
            LOG.debug("Closing the session failed", e);
        }
    }
}
