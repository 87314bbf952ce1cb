package dev.anole.admin.detach;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.mysql.server.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sees in MySQL's binlog whether tables were written to behind a position, by {@code SHOW BINLOG EVENTS} (MySQL manual,
 * 15.7.7.3), since the source connector does not read it any more.
 */
final class LateWrites {

    private static final Pattern TRANSACTION_CONTROL =
            Pattern.compile("(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|XA)\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final Connection mysql;
    private final Set<TableId> tables;

    /** @param mysql a session on the server that the position is of; stays the caller's */
    LateWrites(Connection mysql, Set<TableId> tables) {
        this.mysql = mysql;
        this.tables = tables;
    }

    /**
     * The first change of one of the tables, or statement on their databases, that MySQL has committed behind the position,
     * as it describes it; empty if there is none. An event that cannot be looked into counts.
     */
    Optional<String> since(SourcePosition position) throws SQLException {
        long from = position.position();
        for (MySqlServer.BinlogFile file : new MySqlServer(mysql).binlogFiles()) {
            int order = SourcePosition.compareFilePositions(file.name(), from, position.file(), from);
            if (order >= 0) {
                Optional<String> found = in(file.name(), order == 0 ? from : 0);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> in(String file, long from) throws SQLException {
        // Position 0 is that of the first event, too.
        try (Statement statement = mysql.createStatement();
                ResultSet event = statement.executeQuery("SHOW BINLOG EVENTS IN '" + file.replace("'", "''") + "'"
                        + (from == 0 ? "" : " FROM " + from))) {
            while (event.next()) {
                String type = event.getString("Event_type");
                String info = String.valueOf(event.getString("Info"));
                if (concerns(type, info)) {
                    return Optional.of(type + " " + info + " at " + file + ":" + event.getLong("Pos"));
                }
            }
            return Optional.empty();
        }
    }

    private boolean concerns(String type, String info) {
        return switch (type) {
            case "Table_map" -> tables.stream().anyMatch(table -> info.contains("(" + table + ")"));
            // MariaDB's is compressed; what it shows of it is not.
            case "Query", "Query_compressed" ->
                !TRANSACTION_CONTROL.matcher(info).matches()
                        && tables.stream().map(TableId::database).anyMatch(database -> names(info, database));
            // Whole transactions, compressed.
            case "Transaction_payload" -> true;
            default -> false;
        };
    }

    private static boolean names(String statement, String database) {
        return statement.contains("`" + database + "`") || statement.contains(database + ".");
    }
}
