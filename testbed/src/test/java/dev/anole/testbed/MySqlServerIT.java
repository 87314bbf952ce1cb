package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class MySqlServerIT {
    private final Workspace workspace = Workspace.open("MySqlServerIT");

    @AfterEach
    void endServers() {
        workspace.close();
    }

    @Test
    void keepsCommittedRowsWhenKilled() throws SQLException {
        MySqlServer server = started(MySqlOptions.defaults());
        server.execute("CREATE DATABASE shop", "CREATE TABLE shop.item (id INT PRIMARY KEY)");
        server.execute("INSERT INTO shop.item VALUES (42)");
        long pid = server.pid();
        int port = server.port();

        server.kill();

        assertThat(server.isAlive()).isFalse();
        server.restart();
        assertThat(server.isAlive()).isTrue();
        assertThat(server.pid()).isNotEqualTo(pid);
        assertThat(server.port()).isEqualTo(port);
        assertThat(query(server, "SELECT id FROM shop.item")).isEqualTo("42");
    }

    @Test
    void answersNothingWhileSuspended() throws SQLException {
        MySqlServer server = started(MySqlOptions.defaults());
        String impatient = server.jdbcUrl("") + "&connectTimeout=300&socketTimeout=300";

        server.suspend();

        assertThat(server.isAlive()).isTrue();
        assertThatThrownBy(() -> DriverManager.getConnection(impatient, server.user(), server.password()))
                .isInstanceOf(SQLException.class);
        server.resume();
        assertThat(query(server, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void logsFullRowsWithMetadataAndGtidsInUtc() throws SQLException {
        MySqlServer server = started(MySqlOptions.defaults());

        assertThat(query(
                        server,
                        "SELECT concat_ws(' ', @@log_bin, @@binlog_row_image, @@binlog_row_metadata, @@gtid_mode,"
                                + " @@time_zone, @@sync_binlog, @@global.gtid_executed)"))
                .isEqualTo("1 FULL FULL ON +00:00 1 ");
    }

    @Test
    void twoServersWithoutGtidsDifferInTheirUuid() throws SQLException {
        MySqlServer one = started(MySqlOptions.defaults().withoutGtids());
        MySqlServer other = started(MySqlOptions.defaults().withoutGtids().with("--server-id=2"));

        assertThat(query(one, "SELECT @@gtid_mode")).isEqualTo("OFF");
        assertThat(query(other, "SELECT @@server_id")).isEqualTo("2");
        assertThat(query(one, "SELECT @@server_uuid")).isNotEqualTo(query(other, "SELECT @@server_uuid"));
    }

    @Test
    void clientCommandReachesTheServer() throws Exception {
        MySqlServer server = started(MySqlOptions.defaults());
        List<String> command = new ArrayList<>(server.clientCommand());
        command.addAll(List.of("-q", "-B", "-N", "-e", "SELECT 6*7"));

        assertThat(Command.run(command)).endsWith("42");
    }

    @Test
    void deathInStartUpShowsTheEndOfTheLog() {
        MySqlServer server =
                MySqlServer.create(workspace, MySqlOptions.defaults().with("--no-such-option"));

        assertThatThrownBy(server::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-option");
    }

    @Test
    void stopEndsInOrderAndTheLogIsKept() throws Exception {
        MySqlServer server = started(MySqlOptions.defaults());

        server.stop();

        assertThat(server.isAlive()).isFalse();
        assertThat(Files.readString(server.logFile())).contains("Shutdown complete");
    }

    @Test
    @EnabledIfSystemProperty(named = "anole.full", matches = "true")
    void mariaDbServesToo() throws SQLException {
        MySqlServer server = started(MySqlOptions.defaults().withFlavour(MySqlOptions.Flavour.MARIADB));

        assertThat(server.version()).contains("MariaDB");
        assertThat(query(server, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
    }

    private MySqlServer started(MySqlOptions options) {
        MySqlServer server = MySqlServer.create(workspace, options);
        server.start();
        return server;
    }

    private static String query(MySqlServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
