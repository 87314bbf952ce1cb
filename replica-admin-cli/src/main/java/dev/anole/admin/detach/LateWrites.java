package dev.anole.admin.detach;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.postgres.catalogue.ReplicaTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sees in MySQL's binlog whether tables were written to behind a position, by {@code SHOW BINLOG EVENTS} (MySQL manual,
 * 15.7.7.3), since the source connector does not read it any more.
 */
final class LateWrites {

    /** MariaDB keeps everybody from committing while it sends them. */
    private static final int EVENTS_AT_ONCE = 1_000;

    /** Of MySQL and MariaDB: what changes nothing by itself. Rows follow a Table_map. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(gtid|anonymous_gtid|previous_gtids|format_desc|xid|xa_prepare|(write|update|delete|annotate)_rows|rows_query"
                    + "|rotate|stop|heartbeat|intvar|rand|user.var|transaction_context|view_change|ignorable"
                    + "|begin_load_query|append_block|delete_file|binlog_checkpoint|start_encryption).*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TRANSACTION_CONTROL =
            Pattern.compile("(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|XA)\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final Connection mysql;
    /** By how SHOW BINLOG EVENTS names them. */
    private final Map<String, TableId> tables = new HashMap<>();

    /** What matches statements that name them. */
    private final Map<String, Pattern> databases = new HashMap<>();

    /** @param mysql a session on the server that the position is of; stays the caller's */
    LateWrites(Connection mysql, List<ReplicaTable> replica) {
        this.mysql = mysql;
        for (ReplicaTable table : replica) {
            tables.put("(" + table.id() + ")", table.id());
            databases.computeIfAbsent(
                    table.id().database(), name -> Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])"));
        }
    }

    /**
     * The first change of one of the tables, or statement on their databases, that MySQL has committed behind the position
     * until now, and where; empty if there is none. What cannot be looked into counts.
     */
    Optional<String> since(SourcePosition position) throws SQLException {
        MySqlServer server = new MySqlServer(mysql);
        SourcePosition end = server.position();
        List<String> files =
                server.binlogFiles().stream().map(MySqlServer.BinlogFile::name).toList();
        int first = files.indexOf(position.file());
        if (first < 0) {
            return Optional.of("the binlog file " + position.file() + ", from which on they could be, is gone");
        }
        for (String file : files.subList(first, files.size())) {
            long from = file.equals(position.file()) ? position.position() : 0;
            Optional<String> found = in(file, from, file.equals(end.file()) ? end.position() : Long.MAX_VALUE);
            if (found.isPresent() || file.equals(end.file())) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** @param from 0 for the first event, which is not at that position */
    private Optional<String> in(String file, long from, long end) throws SQLException {
        long next = from;
        int events;
        do {
            events = 0;
            try (Statement statement = mysql.createStatement();
                    ResultSet event = statement.executeQuery("SHOW BINLOG EVENTS IN '" + file.replace("'", "''") + "'"
                            + (next == 0 ? "" : " FROM " + next) + " LIMIT " + EVENTS_AT_ONCE)) {
                while (event.next() && event.getLong("Pos") < end) {
                    events++;
                    next = event.getLong("End_log_pos");
                    Optional<String> change = change(event.getString("Event_type"), event.getString("Info"));
                    if (change.isPresent()) {
                        return Optional.of(change.get() + " at " + file + ":" + event.getLong("Pos"));
                    }
                }
            }
        } while (events == EVENTS_AT_ONCE && next < end);
        return Optional.empty();
    }

    /** Without the statement itself, which may have values. */
    private Optional<String> change(String type, String info) {
        return switch (type) {
            case "Table_map" ->
                tables.entrySet().stream()
                        .filter(table -> info.contains(table.getKey()))
                        .findFirst()
                        .map(table -> "a change of " + table.getValue());
            case "Query", "Query_compressed" ->
                TRANSACTION_CONTROL.matcher(info).matches()
                        ? Optional.empty()
                        : databases.entrySet().stream()
                                .filter(database ->
                                        database.getValue().matcher(info).find())
                                .findFirst()
                                .map(database -> "a statement on the database " + database.getKey());
            case "Transaction_payload" -> Optional.of("a transaction that MySQL has compressed");
            default -> HARMLESS.matcher(type).matches() ? Optional.empty() : Optional.of("an event " + type);
        };
    }
}
