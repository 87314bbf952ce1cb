package dev.anole.mysql.server;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a MySQL or MariaDB server says about itself and its binlog. Reads by the given session, which stays the caller's.
 * Not safe for use by several threads.
 */
public final class MySqlServer {

    private static final int SYNTAX_ERROR = 1064;
    private static final int PRIVILEGE_NEEDED = 1227;

    private final Connection connection;
    private final String version;
    private final boolean mariaDb;

    /**
     * One binlog file.
     *
     * @param bytes its size, and so the position at its end
     */
    public record BinlogFile(String name, long bytes) {}

    public MySqlServer(Connection connection) throws SQLException {
        this.connection = connection;
        this.version = value("SELECT @@version");
        this.mariaDb = version.toLowerCase(Locale.ROOT).contains("mariadb");
    }

    /** As {@code @@version} has it. */
    public String version() {
        return version;
    }

    public boolean isMariaDb() {
        return mariaDb;
    }

    /** {@code @@server_uuid}; MariaDB's {@code @@server_id}. */
    public String uuid() throws SQLException {
        return value(mariaDb ? "SELECT @@server_id" : "SELECT @@server_uuid");
    }

    /** Whether GTIDs can be this server's positions: MySQL with {@code gtid_mode=ON}. MariaDB's are not used yet. */
    public boolean usesGtids() throws SQLException {
        return "ON".equals(variables("gtid_mode").get("gtid_mode"));
    }

    /**
     * Whether it logs the rows that its foreign keys change by CASCADE or SET NULL. MySQL does since 9.6, unless {@code
     * innodb_native_foreign_keys} is ON; older servers, which lack that variable, and MariaDB do not (MySQL manual,
     * 17.14 InnoDB Startup Options).
     */
    public boolean logsCascades() throws SQLException {
        return "OFF".equals(variables("innodb_native_foreign_keys").get("innodb_native_foreign_keys"));
    }

    /**
     * Where the binlog ends. Under load the file position may be ahead of the GTIDs, never behind (measured).
     *
     * @throws SQLException also if the server has no binlog
     */
    public SourcePosition position() throws SQLException {
        return binlogStatus((row) -> new SourcePosition(
                row.getString("File"),
                row.getLong("Position"),
                usesGtids() ? GtidSet.parse(text(row, "Executed_Gtid_Set")) : null));
    }

    /** {@code @@gtid_executed}. */
    public GtidSet executedGtids() throws SQLException {
        return GtidSet.parse(value("SELECT @@GLOBAL.gtid_executed"));
    }

    /** {@code @@gtid_purged}: executed, but no longer in any binlog file. */
    public GtidSet purgedGtids() throws SQLException {
        return GtidSet.parse(value("SELECT @@GLOBAL.gtid_purged"));
    }

    /** The binlog files that the server still has, the oldest first. */
    public List<BinlogFile> binlogFiles() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
            List<BinlogFile> files = new ArrayList<>();
            while (rows.next()) {
                files.add(new BinlogFile(rows.getString(1), rows.getLong(2)));
            }
            return files;
        }
    }

    /** What the time zone SYSTEM stands for, as the operating system names it. */
    public String systemTimeZone() throws SQLException {
        return value("SELECT @@system_time_zone");
    }

    /** MySQL's names of character sets, by the ids of their collations. */
    public Map<Integer, String> characterSets() throws SQLException {
        String sql = mariaDb
                ? "SELECT id, character_set_name FROM information_schema.collation_character_set_applicability"
                        + " WHERE id IS NOT NULL"
                : "SELECT id, character_set_name FROM information_schema.collations";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Map<Integer, String> names = new HashMap<>();
            while (rows.next()) {
                names.put(rows.getInt(1), rows.getString(2));
            }
            return names;
        }
    }

    /** The account that the session was let in as, as GRANT writes it: {@code 'user'@'host'}. */
    public String account() throws SQLException {
        String account = value("SELECT CURRENT_USER()");
        int at = account.lastIndexOf('@');
        return quote(account.substring(0, at)) + "@" + quote(account.substring(at + 1));
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Values of global variables by name, in lower case; without those that the server does not have. */
    Map<String, String> variables(String... names) throws SQLException {
        String sql = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('" + String.join("', '", names) + "')";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Map<String, String> values = new HashMap<>();
            while (rows.next()) {
                values.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
            return values;
        }
    }

    /** Reads a result set's current row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Reads the one row of SHOW BINARY LOG STATUS. */
    <T> T binlogStatus(RowReader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = executeEither(statement, "SHOW BINARY LOG STATUS", "SHOW MASTER STATUS")) {
            if (!row.next()) {
                throw new SQLException("The server has no binlog: start it with --log-bin");
            }
            return reader.read(row);
        }
    }

    /** Whether the server is itself a replica of another one. */
    boolean isReplica() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = executeEither(statement, "SHOW REPLICA STATUS", "SHOW SLAVE STATUS")) {
            return rows.next();
        } catch (SQLException e) {
            if (mariaDb && e.getErrorCode() == PRIVILEGE_NEEDED) {
                // MariaDB wants SLAVE MONITOR for that, but shows everyone what it has replicated.
                return !value("SELECT @@GLOBAL.gtid_slave_pos").isEmpty();
            }
            throw e;
        }
    }

    /** Runs one of two statements that mean the same in newer and in older servers. */
    static ResultSet executeEither(Statement statement, String newer, String older) throws SQLException {
        try {
            return statement.executeQuery(newer);
        } catch (SQLException e) {
            if (e.getErrorCode() == SYNTAX_ERROR) {
                return statement.executeQuery(older);
            }
            throw e;
        }
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }

    private String value(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            String value = rows.getString(1);
            return value == null ? "" : value;
        }
    }
}
