package dev.anole.testbed;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL server, UTF-8 with the collation C.UTF-8, reachable as its superuser on the loopback address. */
public final class PostgresServer extends Server {
    /** The major version that tests use if they have no wish. */
    public static final int RECENT = PostgresInstallation.RECENT;

    static final String USER = "postgres";
    static final String PASSWORD = "anole";
    private static final String HOST = "127.0.0.1";
    /** A fast shutdown, which ends sessions; SIGTERM would wait for them (PostgreSQL manual, 18.5). */
    private static final String FAST_SHUTDOWN = "INT";

    private final int port;

    private PostgresServer(Lifecycle lifecycle, Path logFile, int port) {
        super("PostgreSQL", lifecycle, logFile);
        this.port = port;
    }

    /**
     * A new server, not yet started, with an empty data folder in the workspace.
     *
     * @param settings such as {@code fsync=off}; they override the testbed's own. By default every commit is durable.
     */
    public static PostgresServer create(Workspace workspace, String... settings) {
        return create(workspace, RECENT, settings);
    }

    /** The same of a given major version, 14 to 18. */
    public static PostgresServer create(Workspace workspace, int major, String... settings) {
        Path folder = workspace.newFolder("postgres");
        int port = Ports.free();
        List<String> arguments = arguments(settings);
        if (Containers.areWanted()) {
            Path logFile = workspace.logFile(folder);
            Lifecycle container = ServerContainer.postgres(major, port, arguments, logFile);
            return new PostgresServer(workspace.own(container), logFile, port);
        }
        return process(workspace, PostgresInstallation.find(major), folder, port, arguments);
    }

    /**
     * The same with PostGIS to be had by {@code CREATE EXTENSION}, of the version that the machine's Debian has; also
     * where other servers are containers.
     *
     * @throws IllegalStateException where the system is not Debian or the packages cannot be had
     */
    public static PostgresServer createWithPostgis(Workspace workspace, String... settings) {
        PostgresInstallation installation = DebianPostgis.install();
        return process(workspace, installation, workspace.newFolder("postgres"), Ports.free(), arguments(settings));
    }

    private static PostgresServer process(
            Workspace workspace, PostgresInstallation installation, Path folder, int port, List<String> arguments) {
        Path data = folder.resolve("data");
        installation.createData(data);
        List<String> all = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        all.addAll(List.of("-c", "listen_addresses=" + HOST, "-c", "unix_socket_directories="));
        all.addAll(arguments);
        Path logFile = workspace.logFile(folder);
        Lifecycle process = new ServerProcess(installation.command("postgres", all), Map.of(), FAST_SHUTDOWN, logFile);
        return new PostgresServer(workspace.own(process), logFile, port);
    }

    private static List<String> arguments(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "max_connections=100",
                "shared_buffers=256MB",
                "max_wal_size=4GB",
                "checkpoint_timeout=15min",
                "timezone=UTC",
                "log_timezone=UTC"));
        all.addAll(List.of(settings));
        return all.stream().flatMap(setting -> List.of("-c", setting).stream()).toList();
    }

    /** A connection string of the PostgreSQL driver. User and password are not in it. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }

    /** Opens a connection as the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password());
    }

    public void createDatabase(String name) throws SQLException {
        try (Connection connection = connect(USER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    @Override
    String probe() throws SQLException {
        try (Connection connection = connect(USER);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW server_version")) {
            result.next();
            return result.getString(1);
        }
    }
}
