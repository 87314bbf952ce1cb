package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What MySQL's sessions set for themselves does not change what their rows mean. Server, worker and target database are
 * set unlike what Anole needs, too: it has to set its own sessions.
 */
class SessionsIT {

    private static final List<String> MODES = List.of(
            "",
            "STRICT_ALL_TABLES",
            "ANSI",
            "ANSI_QUOTES",
            "NO_BACKSLASH_ESCAPES",
            "PAD_CHAR_TO_FULL_LENGTH",
            "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,REAL_AS_FLOAT,PIPES_AS_CONCAT");

    /** In UTC, around the hours that Berlin left out and had twice. */
    private static final List<String> INSTANTS = List.of(
            "2024-03-31 00:59:59.999999",
            "2024-03-31 01:00:00",
            "2024-03-31 01:30:00.5",
            "2024-03-31 02:00:00",
            "2024-10-27 00:00:00",
            "2024-10-27 00:30:00",
            "2024-10-27 00:59:59.999999",
            "2024-10-27 01:00:00",
            "2024-10-27 01:30:00",
            "1970-01-01 14:00:01",
            "2038-01-18 12:00:00");

    private static final List<String> TRUNCATED = List.of("plain", "dotted", "say \"hi\"", "gräßlich", "back\\slash");

    private static Stack stack;
    private static Replica replica;

    @BeforeAll
    static void initialise() throws Exception {
        MySqlOptions mySql = MySqlOptions.defaults()
                .with(
                        "--default-time-zone=-11:00",
                        "--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT");
        stack = Stack.start("sessions", mySql, ConnectWorkerOptions.defaults().withEnvironment("TZ", "Europe/Berlin"));
        replica = Replica.create(stack, "sessions");
        setUnlikeNeeded();
        replica.mySql(
                "CREATE TABLE instants (id INT AUTO_INCREMENT PRIMARY KEY, zone VARCHAR(30), utc CHAR(26) NOT NULL,"
                        + " ts TIMESTAMP(6) NULL, seconds TIMESTAMP NULL, dt DATETIME(6), d DATE, ti TIME(6),"
                        + " changed TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6))",
                "CREATE TABLE texts (id INT AUTO_INCREMENT PRIMARY KEY, mode VARCHAR(120), c CHAR(10), v VARCHAR(60),"
                        + " x TEXT, b VARBINARY(20), fixed BINARY(5), e ENUM('a b', 'it''s', ''),"
                        + " s SET('x y', 'q\"'), j JSON, f FLOAT, d DOUBLE, r REAL)",
                "CREATE TABLE padded (c CHAR(10) PRIMARY KEY, n INT)",
                "CREATE TABLE bag (c CHAR(10), v VARCHAR(10))");
        for (String zone : zones()) {
            writeInstants(zone);
        }
        for (String mode : MODES) {
            writeTexts(mode);
        }
        for (String table : TRUNCATED) {
            replica.mySql(
                    "CREATE TABLE `" + table + "` (id INT PRIMARY KEY)", "INSERT INTO `" + table + "` VALUES (1)");
        }
        replica.initialise();
    }

    private static void setUnlikeNeeded() throws SQLException {
        for (String setting : List.of(
                "timezone = 'Europe/Berlin'",
                "datestyle = 'German, DMY'",
                "intervalstyle = 'sql_standard'",
                "extra_float_digits = -15",
                "bytea_output = 'escape'",
                "standard_conforming_strings = off",
                "array_nulls = off")) {
            replica.postgres("ALTER DATABASE " + replica.name() + " SET " + setting);
        }
    }

    @AfterAll
    static void end() throws Exception {
        replica.close();
        stack.close();
    }

    /** By the meaning of every value, read by sessions at UTC. */
    private static void assertSame(String... tables) throws SQLException {
        replica.awaitCaughtUp();
        try (Connection mySql = replica.mySql();
                Connection postgres = replica.postgres();
                Statement ours = mySql.createStatement();
                Statement theirs = postgres.createStatement()) {
            ours.execute("SET time_zone = '+00:00', sql_mode = ''");
            theirs.execute("SET extra_float_digits = 1");
            theirs.execute("SET datestyle = 'ISO'");
            theirs.execute("SET standard_conforming_strings = on");
            for (String table : tables) {
                assertThat(new TableMeanings(replica.name(), mySql, postgres, table).differences())
                        .as(table)
                        .isEmpty();
            }
        }
        assertThat(replica.drifted()).isZero();
        replica.assertNothingLeft();
    }

    @Test
    void timeZonesOfSessionsChangeNoInstant() throws Exception {
        List<String> zones = zones();
        for (String zone : zones) {
            writeInstants(zone);
            replica.mySql(
                    "SET time_zone = '" + zone + "'",
                    "UPDATE instants SET dt = ts, d = ts, ti = ts, ts = ts + INTERVAL 0 SECOND WHERE id % 3 = 0");
        }

        assertSame("instants");
        String instants = replica.name() + ".instants";
        assertThat(replica.postgresValue("SELECT count(*) FROM " + instants + " WHERE zone NOT LIKE '%/%'"
                        + " AND ts IS DISTINCT FROM (utc || '+00')::timestamptz"))
                .as("instants other than those that were written")
                .isEqualTo("0");
        assertThat(replica.postgresValue("SELECT count(*) FROM " + instants))
                .isEqualTo(String.valueOf(2 * zones.size() * INSTANTS.size()));
    }

    /** Named ones too if the server has its tables of them. */
    private static List<String> zones() throws SQLException {
        List<String> zones = new ArrayList<>(List.of("+00:00", "+05:30", "-11:00", "+14:00", "-13:59", "SYSTEM"));
        String named = replica.mySqlValue("SELECT CONVERT_TZ('2024-07-01', 'UTC', 'Europe/Berlin') IS NOT NULL");
        if (named.equals("1")) {
            zones.addAll(List.of("Europe/Berlin", "America/St_Johns"));
        }
        return zones;
    }

    /** Each instant as the session's own time of day. */
    private static void writeInstants(String zone) throws SQLException {
        List<String> statements = new ArrayList<>(List.of("SET sql_mode = '', time_zone = '" + zone + "'"));
        for (String utc : INSTANTS) {
            // By seconds since 1970, which no time zone enters into.
            String seconds = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', '" + utc + "') * 0.000001";
            statements.add("INSERT INTO instants (zone, utc, ts, seconds, dt, d, ti) SELECT '" + zone + "', '" + utc
                    + "', s, s, s, s, s FROM (SELECT FROM_UNIXTIME(" + seconds + ") s) x");
        }
        replica.mySql(statements.toArray(String[]::new));
    }

    @Test
    void modesOfSessionsChangeNoText() throws Exception {
        for (String mode : MODES) {
            writeTexts(mode);
            changeTexts(mode);
        }

        assertSame("texts", "padded", "bag");
        assertThat(replica.postgresValue("SELECT string_agg(DISTINCT length(v)::text, ',') FROM " + replica.name()
                        + ".texts WHERE x = 'concatenated' AND v LIKE '%|'"))
                .as("lengths of what sessions read with and without padding")
                .isEqualTo("11,5");
    }

    private static void writeTexts(String mode) throws SQLException {
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET SESSION binlog_rows_query_log_events = ON, sql_mode = '" + mode + "'");
            for (String text :
                    List.of("'a\\\\b'", "'it''s'", "'\"'", "'\\\\'", "'a\\n'", "'  x  '", "'%\\_'", "'{\\\\}'")) {
                statement.execute("INSERT INTO texts (mode, c, v, x, b, fixed, e, s, j, f, d, r) VALUES ('" + mode
                        + "', "
                        + text + ", " + text + ", " + text + ", " + text + ", 'ab', 'it''s', 'x y,q\"', JSON_QUOTE("
                        + text + "), 1.00000012, 0.1e0 + 0.2e0, 0.1)");
            }
            statement.execute(
                    "INSERT INTO texts (mode, x, c, v) SELECT DISTINCT '" + mode
                            + "', 'concatenated', c, CONCAT(c, '|') FROM (SELECT c FROM texts WHERE TRIM(c) = 'it''s' LIMIT 1) some");
            statement.execute("INSERT IGNORE INTO padded VALUES ('" + MODES.indexOf(mode) + "', 1), ('it''s', 2)");
            statement.execute("INSERT INTO bag VALUES ('x', 'x '), ('x', 'x '), ('', '')");
        }
    }

    private static void changeTexts(String mode) throws SQLException {
        replica.mySql(
                "SET sql_mode = '" + mode + "'",
                "UPDATE texts SET v = CONCAT(v, 'more'), j = JSON_ARRAY(c, v) WHERE id % 2 = 0",
                "UPDATE padded SET n = n + 1, c = CONCAT(TRIM(c), 'y') WHERE TRIM(c) = '" + MODES.indexOf(mode) + "'",
                "DELETE FROM padded WHERE TRIM(c) = 'it''s'",
                "UPDATE bag SET v = c WHERE v = '' LIMIT 1",
                "DELETE FROM bag WHERE TRIM(c) = 'x' LIMIT 1",
                "DELETE FROM texts WHERE id % 7 = 0");
    }

    @Test
    void truncateIsUnderstoodUnderAnyModeAndCharacterSet() throws Exception {
        replica.mySql(
                "SET sql_mode = 'ANSI_QUOTES'",
                "TRUNCATE TABLE \"plain\"",
                "TRUNCATE \"" + replica.name() + "\" . \"dotted\"",
                "TRUNCATE /* \"plain\" */ TABLE \"say \"\"hi\"\"\"",
                "TRUNCATE TABLE \"back\\slash\"");
        String latin1 = stack.mySql().jdbcUrl(replica.name()) + "&characterEncoding=ISO-8859-1";
        try (Connection mySql = DriverManager.getConnection(
                        latin1, stack.mySql().user(), stack.mySql().password());
                Statement statement = mySql.createStatement()) {
            statement.execute("TRUNCATE TABLE `gräßlich`");
        }

        assertTruncated("plain", "dotted", "say \"hi\"", "gräßlich", "back\\slash");
    }

    private static void assertTruncated(String... tables) throws SQLException {
        replica.awaitCaughtUp();
        for (String table : tables) {
            String name = replica.name() + ".\"" + table.replace("\"", "\"\"") + "\"";
            assertThat(replica.postgresValue("SELECT count(*) FROM " + name))
                    .as("rows of %s", table)
                    .isEqualTo("0");
        }
    }

    @Test
    void rowsWithoutAllColumnsStopTheSourceBeforeTheirTransaction() throws Exception {
        try (Replica images = Replica.create(stack, "images")) {
            images.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY, n INT, v TEXT)",
                    "CREATE TABLE other (id INT PRIMARY KEY)",
                    "INSERT INTO t VALUES (1, 1, 'before'), (2, 2, 'before')");
            images.initialise();

            assertRefused(images, "MINIMAL", "UPDATE t SET n = 2 WHERE id = 1", "1 of 3 columns");
            images.succeed("init-replica", "--start");
            images.assertEqual("t", "other");
            assertRefused(images, "NOBLOB", "UPDATE t SET n = 3 WHERE id = 1", "2 of 3 columns");
        }
    }

    /** The transaction's other rows are complete. */
    private static void assertRefused(Replica images, String image, String sql, String found) throws Exception {
        List<String> before = images.postgresRows("t");
        images.mySqlTransaction(
                "SET SESSION binlog_row_image = " + image,
                "INSERT INTO other SELECT 1 + COUNT(*) FROM other",
                "INSERT INTO t SELECT 1 + MAX(id), 0, 'complete' FROM t",
                sql,
                "INSERT INTO other SELECT 1 + COUNT(*) FROM other");

        OperatorView view = new OperatorView(images, stack.worker());
        view.showsFailure(
                view.source(),
                found,
                images.name() + ".t",
                "GTID ",
                "binlog.",
                "SET PERSIST binlog_row_image = FULL",
                "init-replica");
        assertThat(images.postgresRows("t")).isEqualTo(before);
        assertThat(images.postgresRows("other")).hasSize(image.equals("MINIMAL") ? 0 : 2);
    }
}
