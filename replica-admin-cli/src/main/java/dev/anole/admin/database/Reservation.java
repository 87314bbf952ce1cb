package dev.anole.admin.database;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * One command at a time changes a source: an advisory lock of the session, so that it ends with the process. A restart of
 * PostgreSQL ends it too, while a copy goes on: so who copies tables has a lock besides, which it takes again then.
 */
public final class Reservation {

    /** Of who copies tables: this number, and the hash code of the source's name. */
    public static final int JOIN_LOCK = 0x6a6f696e;

    private static final int LONGEST_APPLICATION_NAME = 63;

    /** PostgreSQL does not notice at once that a command was killed. */
    private static final String PATIENCE = "5s";

    private static final String KEY = "hashtextextended('anole ' || ?, 0)";

    private final Connection connection;
    private final String source;

    Reservation(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    void take(String command) throws SQLException {
        name("replica-admin " + command + ", process " + ProcessHandle.current().pid() + " on " + host());
        try (Statement limit = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_lock(" + KEY + ")")) {
            limit.execute("SET lock_timeout = '" + PATIENCE + "'");
            statement.setString(1, source);
            statement.execute();
            // Given back at once; it is taken by another session of this command.
            limit.execute("SELECT pg_advisory_xact_lock(" + JOIN_LOCK + ", " + source.hashCode() + ")");
            limit.execute("SET lock_timeout = 0");
        } catch (SQLException e) {
            if (!SqlMessage.lockNotAvailable(e)) {
                throw e;
            }
            throw taken();
        }
    }

    /** Others see it, in {@code pg_stat_activity} too. */
    private void name(String text) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('application_name', ?, false)")) {
            statement.setString(1, text.substring(0, Math.min(text.length(), LONGEST_APPLICATION_NAME)));
            statement.execute();
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unnamed host";
        }
    }

    /** The command that works on the source. */
    private record Holder(String command, int pid, String since) {}

    /** The command that works on the source, as it named itself; empty if none does. */
    Optional<String> command() throws SQLException {
        return holder().map(Holder::command);
    }

    private Optional<Holder> holder() throws SQLException {
        String sql = """
                SELECT coalesce(a.application_name, 'of another role'), a.pid,
                  to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')
                FROM pg_locks l JOIN pg_stat_activity a USING (pid), (SELECT <key> AS key) k
                WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_backend_pid()
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (l.objsubid = 1 AND l.classid::bigint = (k.key >> 32) & 4294967295
                      AND l.objid::bigint = k.key & 4294967295
                    OR l.objsubid = 2 AND l.classid::bigint = ? AND l.objid::bigint = ? & 4294967295)
                ORDER BY l.objsubid LIMIT 1
                """.replace("<key>", KEY);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setLong(2, JOIN_LOCK);
            statement.setLong(3, source.hashCode());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Holder(row.getString(1), row.getInt(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    private AdminException taken() throws SQLException {
        Optional<Holder> holder = holder();
        return new AdminException(
                ExitCode.PRECONDITION,
                "Another command works on the source " + source
                        + holder.map(known -> ": " + known.command() + ", since " + known.since())
                                .orElse("") + ".",
                "Wait for it to end, or end it"
                        + holder.map(known -> "; if it hangs: SELECT pg_terminate_backend(" + known.pid()
                                        + ") in PostgreSQL.")
                                .orElse("."));
    }
}
