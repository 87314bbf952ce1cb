package dev.anole.admin.join;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * {@code LOCK TABLES … READ} on one table, for servers without GTIDs. Once it is granted, every transaction that wrote
 * to the table is committed in the storage engine, since it holds its metadata lock until then; and whatever writes to
 * it afterwards lies behind the end that the binlog has now.
 */
final class TableLock implements AutoCloseable {

    /** Writers queue behind the wait for a lock, so each wait is short. */
    private static final int LOCK_WAIT_SECONDS = 2;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Statement statement;

    private TableLock(Statement statement) {
        this.statement = statement;
    }

    /** @param connection of its own, since {@code START TRANSACTION} would release the lock */
    static TableLock take(Connection connection, TableId table, Duration patience)
            throws SQLException, InterruptedException, TableFailure {
        Deadline deadline = Deadline.in(patience);
        Statement statement = connection.createStatement();
        statement.execute("SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
        while (true) {
            try {
                statement.execute("LOCK TABLES " + table.quoted() + " READ");
                return new TableLock(statement);
            } catch (SQLException e) {
                if (e.getErrorCode() != MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT) {
                    throw e;
                }
                if (deadline.hasPassed()) {
                    throw new TableFailure(
                            "the table could not be locked for a moment (LOCK TABLES … READ) for "
                                    + patience.toSeconds() + " s, which a copy needs on a server without GTIDs",
                            "Find the transaction that holds it in performance_schema.metadata_locks (XA RECOVER shows"
                                    + " those that were prepared and forgotten), or set gtid_mode=ON, and run the"
                                    + " command again.",
                            e);
                }
                deadline.pause(PAUSE);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        statement.execute("UNLOCK TABLES");
        statement.close();
    }
}
