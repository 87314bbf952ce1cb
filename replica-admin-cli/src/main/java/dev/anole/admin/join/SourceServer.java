package dev.anole.admin.join;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.mysql.binlog.XidText;
import dev.anole.mysql.schema.DefinitionReader;
import dev.anole.mysql.server.MySqlServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a join asks of MySQL, besides rows. Used by one thread. */
final class SourceServer {

    /** {@code ER_XAER_RMERR}, which stands for a missing privilege here (MySQL manual, 15.3.8.1). */
    private static final int XA_RECOVER_DENIED = 1401;

    private static final int PRIVILEGE_NEEDED = 1227;

    private final Connection connection;
    private final MySqlServer server;
    private final DefinitionReader definitions;

    SourceServer(Connection connection) throws SQLException {
        this.connection = connection;
        server = new MySqlServer(connection);
        definitions = new DefinitionReader(connection);
    }

    Connection connection() {
        return connection;
    }

    boolean isMariaDb() {
        return server.isMariaDb();
    }

    /** Whether what foreign keys change is in the binlog. */
    boolean logsCascades() throws SQLException {
        return server.logsCascades();
    }

    /** As the headers of change events name the server. */
    String uuid() throws SQLException {
        return server.uuid();
    }

    /**
     * Transactions whose commit is complete: each is seen by every snapshot opened from now on, since a GTID is added
     * only after the storage engine's commit.
     */
    GtidSet executedGtids() throws SQLException {
        return server.executedGtids();
    }

    /** The end of the binlog. Transactions before it may not yet be committed in the storage engine. */
    SourcePosition binlogEnd() throws SQLException {
        return server.position();
    }

    /**
     * The XA transactions that are prepared: their GTIDs count as executed, their rows cannot be seen.
     *
     * @return their XIDs as change events have them; empty if this user may not know
     */
    Optional<Set<String>> preparedTransactions() throws SQLException {
        Set<String> identifiers = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("XA RECOVER")) {
            while (rows.next()) {
                identifiers.add(XidText.of(rows.getBytes(4), 0, rows.getInt(2), rows.getInt(3), rows.getLong(1)));
            }
            return Optional.of(identifiers);
        } catch (SQLException e) {
            if (e.getErrorCode() != XA_RECOVER_DENIED && e.getErrorCode() != PRIVILEGE_NEEDED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Whether an XA transaction was prepared since the server's start. */
    boolean sawXaPrepare() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_xa_prepare'")) {
            return row.next() && row.getLong(2) > 0;
        }
    }

    TableSize size(TableId table) throws SQLException {
        String sql = """
                SELECT coalesce(table_rows, 0), coalesce(avg_row_length, 0) FROM information_schema.tables
                WHERE table_schema = ? AND table_name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.database());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new TableSize(row.getLong(1), row.getLong(2)) : new TableSize(0, 0);
            }
        }
    }

    /** The table as it is now; empty if there is none. */
    Optional<JoinRecord.CopiedTable> table(TableId table) throws SQLException {
        String created = created(table);
        return definitions.read(table).map(definition -> new JoinRecord.CopiedTable(definition, created));
    }

    /** MariaDB tells the time of a file, which others may touch. */
    private String created(TableId table) throws SQLException {
        if (isMariaDb()) {
            return "";
        }
        String sql = """
                SELECT coalesce(CAST(create_time AS CHAR), '') FROM information_schema.tables
                WHERE table_schema = ? AND table_name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.database());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}
