package dev.anole.admin.join;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code LOCK TABLES … READ}, for servers without GTIDs, and for copies that must be of one snapshot. Once it is granted, every
 * transaction that wrote to a table is committed in the storage engine, since it holds its metadata lock until then; and whatever writes to
 * it afterwards lies behind the end that the binlog has now.
 */
final class TableLock implements AutoCloseable {

    /** Writers queue behind the wait for a lock, so each wait is short. */
    private static final int LOCK_WAIT_SECONDS = 2;

    private static final String NEED =
            "the copy of a table without a key, of tables whose cascades MySQL does not log, and of any table of a server"
                    + " without GTIDs";

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Statement statement;

    private TableLock(Statement statement) {
        this.statement = statement;
    }

    /** @param connection of its own, since {@code START TRANSACTION} would release the lock */
    static TableLock take(Connection connection, TableId table, Duration patience)
            throws SQLException, InterruptedException, TableFailure {
        return take(connection, List.of(table), patience);
    }

    /** Takes them all or none. */
    static TableLock take(Connection connection, List<TableId> tables, Duration patience)
            throws SQLException, InterruptedException, TableFailure {
        String locks = tables.stream().map(table -> table.quoted() + " READ").collect(Collectors.joining(", "));
        Deadline deadline = Deadline.in(patience);
        Statement statement = connection.createStatement();
        statement.execute("SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
        while (true) {
            try {
                statement.execute("LOCK TABLES " + locks);
                return new TableLock(statement);
            } catch (SQLException e) {
                if (isDenied(e)) {
                    throw new TableFailure(
                            "MySQL's user may not lock the table (LOCK TABLES … READ), which is needed to begin "
                                    + NEED,
                            "Run GRANT LOCK TABLES ON "
                                    + tables.stream()
                                            .map(table -> TableId.quote(table.database()) + ".*")
                                            .distinct()
                                            .collect(Collectors.joining(", "))
                                    + " to the user of db_conn in MySQL, and run the command again.",
                            e);
                }
                if (e.getErrorCode() != MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT) {
                    throw e;
                }
                if (deadline.hasPassed()) {
                    throw new TableFailure(
                            "the table could not be locked for a moment (LOCK TABLES … READ) for "
                                    + patience.toSeconds()
                                    + " s, which is needed to begin " + NEED,
                            "Find the transaction that holds it in performance_schema.metadata_locks (XA RECOVER shows"
                                    + " those that were prepared and forgotten), and run the command again.",
                            e);
                }
                deadline.pause(PAUSE);
            }
        }
    }

    private static boolean isDenied(SQLException e) {
        return switch (e.getErrorCode()) {
            case MysqlErrorNumbers.ER_DBACCESS_DENIED_ERROR, MysqlErrorNumbers.ER_TABLEACCESS_DENIED_ERROR -> true;
            default -> false;
        };
    }

    /** Lets writers go on; {@link #close} is still to be called. */
    void release() throws SQLException {
        statement.execute("UNLOCK TABLES");
    }

    @Override
    public void close() throws SQLException {
        release();
        statement.close();
    }
}
