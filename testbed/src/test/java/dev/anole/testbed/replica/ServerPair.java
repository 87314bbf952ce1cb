package dev.anole.testbed.replica;

import static org.awaitility.Awaitility.await;

import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A MySQL server, a replica of it that can be promoted, and a proxy whose port leads to the one that is the primary. For
 * one thread.
 */
final class ServerPair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MySqlProxy proxy;
    private MySqlServer primary;
    private MySqlServer standby;

    private ServerPair(MySqlServer primary, MySqlServer standby) throws IOException {
        this.primary = primary;
        this.standby = standby;
        proxy = new MySqlProxy(primary);
    }

    /** Two new servers in the stack's workspace. */
    static ServerPair start(Stack stack) throws IOException, SQLException, InterruptedException {
        MySqlServer primary =
                MySqlServer.create(stack.workspace(), MySqlOptions.defaults().with("--server-id=11"));
        MySqlServer standby =
                MySqlServer.create(stack.workspace(), MySqlOptions.defaults().with("--server-id=12"));
        Thread start = new Thread(standby::start);
        start.start();
        primary.start();
        start.join();
        follow(standby, primary);
        return new ServerPair(primary, standby);
    }

    static void follow(MySqlServer replica, MySqlServer source) throws SQLException {
        replica.execute(
                "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '" + source.host() + "', SOURCE_PORT = " + source.port()
                        + ", SOURCE_USER = '" + source.user() + "', SOURCE_PASSWORD = '" + source.password()
                        + "', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1",
                "START REPLICA");
    }

    MySqlServer primary() {
        return primary;
    }

    MySqlProxy proxy() {
        return proxy;
    }

    int port() {
        return proxy.port();
    }

    /** Waits until the standby has all that the primary has committed. */
    void awaitReplicated() throws SQLException {
        String executed = value(primary, "SELECT @@GLOBAL.gtid_executed");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> value(
                        standby, "SELECT GTID_SUBSET('" + executed.replace("\n", "") + "', @@GLOBAL.gtid_executed)")
                .equals("1"));
    }

    /** What the primary commits from now on is lost with it. */
    void stopReplication() throws SQLException {
        awaitReplicated();
        standby.execute("STOP REPLICA");
    }

    /** The primary dies, and the standby takes its place with what it has. */
    void failOver() throws SQLException {
        promote();
        leadToPrimary();
    }

    /** The same, while the proxy does not yet lead anywhere. */
    void promote() throws SQLException {
        primary.kill();
        proxy.cut();
        standby.execute("STOP REPLICA", "RESET REPLICA ALL");
        MySqlServer promoted = standby;
        standby = primary;
        primary = promoted;
    }

    void leadToPrimary() {
        proxy.leadTo(primary);
    }

    /** The former primary comes back as the standby; it must not have committed anything that was lost. */
    void rejoin() throws SQLException {
        standby.start();
        follow(standby, primary);
    }

    private static String value(MySqlServer server, String query) throws SQLException {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        primary.close();
        standby.close();
    }
}
