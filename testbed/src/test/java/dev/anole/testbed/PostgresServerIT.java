package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresServerIT {
    private final Workspace workspace = Workspace.open("PostgresServerIT");
    private final PostgresServer server = PostgresServer.create(workspace);

    @AfterEach
    void endServers() {
        workspace.close();
    }

    @Test
    void keepsCommittedRowsWhenKilledWithASessionAtWork() throws SQLException {
        server.start();
        server.createDatabase("shop");
        try (Connection connection = server.connect("shop");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item AS SELECT 42 AS id");
        }
        CompletableFuture<Void> busy = CompletableFuture.runAsync(this::sleepInTheServer);
        await().untilAsserted(() -> assertThat(query(
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE query LIKE 'SELECT pg_sleep(%' AND pid <> pg_backend_pid()"))
                .isEqualTo("1"));
        int port = server.port();

        server.kill();

        assertThat(server.isAlive()).isFalse();
        assertThat(busy).failsWithin(Duration.ofSeconds(10));
        server.restart();
        assertThat(server.port()).isEqualTo(port);
        assertThat(query("shop", "SELECT id FROM item")).isEqualTo("42");
    }

    @Test
    void answersNothingWhileSuspended() throws SQLException {
        server.start();
        String impatient = server.jdbcUrl("postgres") + "?connectTimeout=1&socketTimeout=1&loginTimeout=1";

        server.suspend();

        assertThat(server.isAlive()).isTrue();
        assertThatThrownBy(() -> DriverManager.getConnection(impatient, server.user(), server.password()))
                .isInstanceOf(SQLException.class);
        server.resume();
        assertThat(query("postgres", "SELECT 1")).isEqualTo("1");
    }

    @Test
    void isUtf8OrderedByCodePointAndDurable() throws SQLException {
        server.start();

        assertThat(query(
                        "postgres",
                        "SELECT concat_ws(' ', pg_encoding_to_char(encoding), datcollate,"
                                + " current_setting('fsync'))"
                                + " FROM pg_database WHERE datname = current_database()"))
                .isEqualTo("UTF8 C.UTF-8 on");
    }

    @Test
    void anOlderMajorVersionServesToo() throws SQLException {
        PostgresServer older = PostgresServer.create(workspace, 15);
        older.start();

        assertThat(older.version()).startsWith("15.");
    }

    @Test
    void stopDoesNotWaitForSessions() throws SQLException {
        server.start();
        try (Connection connection = server.connect("postgres")) {
            server.stop();

            assertThat(server.isAlive()).isFalse();
            assertThat(connection.isValid(1)).isFalse();
        }
    }

    private void sleepInTheServer() {
        try {
            query("postgres", "SELECT pg_sleep(600)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String query(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
