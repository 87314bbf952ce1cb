package dev.anole.testbed.replica;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Tables, rows and transactions that a number makes up, the same ones always. */
final class RandomSeed {

    private static final int TABLES = 2;
    private static final int MOST_STATEMENTS = 6;
    /** ER_AUTO_INCREMENT_CONFLICT: ON DUPLICATE KEY UPDATE changed a row to a number that the same statement generates. */
    private static final int AUTO_INCREMENT_CONFLICT = 1869;

    private final long number;
    private final Random random;
    private final List<RandomTable> tables = new ArrayList<>();
    private final List<RandomStatements> changes = new ArrayList<>();
    private int executed;
    private int refused;

    RandomSeed(long number, List<ValueCase> cases) {
        this.number = number;
        // Seeds that are close to each other give similar numbers first, unless they are mixed.
        this.random = new Random(new SplittableRandom(number).nextLong());
        for (int i = 0; i < TABLES; i++) {
            RandomTable table = RandomTable.of("s" + number + "_" + i, cases, random);
            tables.add(table);
            changes.add(new RandomStatements(table, random));
        }
    }

    List<RandomTable> tables() {
        return tables;
    }

    /** Statements that MySQL took. */
    int executed() {
        return executed;
    }

    /** Statements that MySQL refused, since a key was there already. */
    int refused() {
        return refused;
    }

    /** What to know of a table of this seed in order to see its failure again. */
    String describe(RandomTable table) {
        return "-Danole.seed=" + number + ": " + table.createTable();
    }

    void createTables(Statement mySql) throws SQLException {
        for (RandomTable table : tables) {
            try {
                mySql.execute(table.createTable());
            } catch (SQLException e) {
                throw new SQLException(e.getMessage() + "\n" + describe(table), e.getSQLState(), e.getErrorCode(), e);
            }
        }
    }

    /** Rows for the copy. */
    void fill(Statement mySql, int statements) throws SQLException {
        for (RandomStatements change : changes) {
            for (int i = 0; i < statements; i++) {
                execute(mySql, change.insert());
            }
        }
    }

    /** Transactions over all tables; some are rolled back, wholly or in part. */
    void change(Statement mySql, int transactions) throws SQLException {
        for (int i = 0; i < transactions; i++) {
            mySql.execute("START TRANSACTION");
            some(mySql);
            if (random.nextInt(5) == 0) {
                mySql.execute("SAVEPOINT here");
                some(mySql);
                mySql.execute("ROLLBACK TO SAVEPOINT here");
                some(mySql);
            }
            mySql.execute(random.nextInt(6) == 0 ? "ROLLBACK" : "COMMIT");
        }
    }

    private void some(Statement mySql) throws SQLException {
        int statements = 1 + random.nextInt(MOST_STATEMENTS);
        for (int i = 0; i < statements; i++) {
            execute(mySql, changes.get(random.nextInt(TABLES)).next());
        }
    }

    private void execute(Statement mySql, String sql) throws SQLException {
        try {
            mySql.execute(sql);
            executed++;
        } catch (SQLIntegrityConstraintViolationException e) {
            refused++;
        } catch (SQLException e) {
            if (e.getErrorCode() == AUTO_INCREMENT_CONFLICT) {
                refused++;
                return;
            }
            throw new SQLException(
                    "Seed " + number + ": " + e.getMessage() + " in " + sql, e.getSQLState(), e.getErrorCode(), e);
        }
    }
}
