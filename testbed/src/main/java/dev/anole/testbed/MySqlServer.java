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

/** A MySQL server with its binary log on, at UTC, reachable as {@code root} on the loopback address. */
public final class MySqlServer extends Server {
    static final String PASSWORD = "anole";
    private static final String HOST = "127.0.0.1";

    private final int port;
    private final List<String> client;

    private MySqlServer(Lifecycle lifecycle, Path logFile, int port, List<String> client) {
        super("MySQL", lifecycle, logFile);
        this.port = port;
        this.client = client;
    }

    /** A new server, not yet started, with an empty data folder in the workspace. */
    public static MySqlServer create(Workspace workspace, MySqlOptions options) {
        Path folder = workspace.newFolder("mysql");
        int port = Ports.free();
        if (Containers.areWanted() && options.flavour() == MySqlOptions.Flavour.MYSQL) {
            Lifecycle container = ServerContainer.mySql(port, options, workspace.logFile(folder));
            return new MySqlServer(workspace.own(container), workspace.logFile(folder), port, List.of("mysql"));
        }
        MySqlInstallation installation = MySqlInstallation.find(options.flavour());
        MySqlDataFolder.create(folder.resolve("data"), installation, options);
        List<String> arguments = new ArrayList<>(List.of(
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("sock"),
                "--pid-file=" + folder.resolve("pid"),
                "--bind-address=" + HOST,
                "--port=" + port));
        arguments.addAll(options.commandLine(installation.mariaDb()));
        Lifecycle process =
                new ServerProcess(installation.serverCommand(arguments), Map.of(), "TERM", workspace.logFile(folder));
        return new MySqlServer(workspace.own(process), workspace.logFile(folder), port, installation.client());
    }

    /** A connection string of Connector/J; the database may be empty. User and password are not in it. */
    public String jdbcUrl(String database) {
        return "jdbc:mysql://" + HOST + ":" + port + "/" + database + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    /** Opens a connection as root; the database may be empty. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password());
    }

    /** Runs each statement on a connection of its own, as root. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    public String user() {
        return "root";
    }

    public String password() {
        return PASSWORD;
    }

    /** The {@code mysql} client's command, connected to this server as root; append options such as {@code -q -B}. */
    public List<String> clientCommand() {
        List<String> command = new ArrayList<>(client);
        command.addAll(List.of("--protocol=tcp", "--host=" + HOST, "--port=" + port));
        command.addAll(List.of("--user=" + user(), "--password=" + PASSWORD));
        return List.copyOf(command);
    }

    @Override
    String probe() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT VERSION()")) {
            result.next();
            return result.getString(1);
        }
    }
}
