package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A random walk of statements that change tables and of statements that change their rows; MySQL refuses many of them.
 * The replica is in the end what a fresh copy is. {@code -Danole.walk.seed} repeats a walk, {@code -Danole.walk.steps}
 * makes it longer.
 */
class DdlWalkIT {

    private static final int STEPS = 400;
    private static final String[] TYPES = {
        "INT",
        "BIGINT",
        "INT UNSIGNED",
        "SMALLINT",
        "DECIMAL(12,3)",
        "VARCHAR(30)",
        "VARCHAR(60)",
        "TEXT",
        "DOUBLE",
        "DATETIME(3)",
        "DATE",
        "ENUM('a','b','c')",
        "ENUM('c','b','a','d')",
        "SET('p','q')",
        "CHAR(20)",
        "VARBINARY(20)",
        "JSON",
        "BIT(9)",
        "TINYINT(1)",
        "TIME(2)"
    };
    private static final String[] VALUES = {
        "NULL",
        "0",
        "1",
        "-7",
        "123",
        "'a'",
        "'b'",
        "'2024-02-29'",
        "'2024-02-29 12:34:56.789'",
        "'text ü🦎'",
        "''",
        "'p,q'",
        "1.5",
        "'{\"k\": [1, 2]}'",
        "b'101'",
        "'11:22:33.44'",
        "DEFAULT"
    };

    private final Stack stack = Stack.shared();
    private final long seed = Long.getLong("anole.walk.seed", System.nanoTime() & 0xffff_ffffL);
    private final Random random = new Random(seed);

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String table() {
        return "w" + random.nextInt(4);
    }

    private String column() {
        return "c" + random.nextInt(6);
    }

    private String type() {
        return any(TYPES);
    }

    private String definition() {
        return type() + any("", "", " NOT NULL", " DEFAULT " + any(VALUES), " COMMENT 'walked'", " UNIQUE");
    }

    private String place() {
        return any("", "", " FIRST", " AFTER " + column());
    }

    private String index() {
        return "i" + random.nextInt(4);
    }

    private String clause() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> "ADD COLUMN " + column() + " " + definition() + place();
            case 3, 4 -> "DROP COLUMN " + column();
            case 5, 6 -> "MODIFY " + column() + " " + definition() + place();
            case 7 -> "CHANGE " + column() + " " + column() + " " + definition();
            case 8, 9 -> "RENAME COLUMN " + column() + " TO " + column();
            case 10 -> "ADD " + any("", "UNIQUE ") + "INDEX " + index() + " (" + column() + ", " + column() + ")";
            case 11 -> "DROP INDEX " + index();
            case 12 -> "ALTER " + column() + any(" SET DEFAULT " + any("1", "'a'", "NULL"), " DROP DEFAULT");
            case 13 -> any("DROP PRIMARY KEY", "ADD PRIMARY KEY (" + column() + ")", "ADD PRIMARY KEY (id)");
            case 14 ->
                any(
                        "COMMENT = 'now'",
                        "AUTO_INCREMENT = 77",
                        "ENGINE = InnoDB",
                        "FORCE",
                        "RENAME INDEX " + index() + " TO " + index());
            default -> any("ADD CHECK (" + column() + " IS NOT NULL OR id > 0)", "DROP CHECK " + table() + "_chk_1");
        };
    }

    private String ddl() {
        return switch (random.nextInt(14)) {
            case 0 ->
                "CREATE TABLE " + table() + " (id INT AUTO_INCREMENT PRIMARY KEY, " + column() + " " + definition()
                        + ", " + column() + " " + definition() + ")";
            case 1 -> "CREATE TABLE " + table() + any(" LIKE ", " AS SELECT * FROM ") + table();
            case 2 -> random.nextInt(3) == 0 ? "DROP TABLE " + table() : "TRUNCATE " + table();
            case 3 -> {
                String one = table();
                String other = table();
                yield "RENAME TABLE " + one + " TO walking, " + other + " TO " + one + ", walking TO " + other;
            }
            case 4 -> "RENAME TABLE " + table() + " TO " + table();
            default -> "ALTER TABLE " + table() + " " + clause() + any("", ", " + clause(), ", " + clause());
        };
    }

    private String dml() {
        String table = table();
        return switch (random.nextInt(5)) {
            case 0, 1 -> "INSERT INTO " + table + " (" + column() + ") VALUES (" + any(VALUES) + ")";
            case 2 ->
                "INSERT INTO " + table + " (" + column() + ", " + column() + ") VALUES (" + any(VALUES) + ", "
                        + any(VALUES) + "), (" + any(VALUES) + ", " + any(VALUES) + ")";
            case 3 -> "UPDATE " + table + " SET " + column() + " = " + any(VALUES) + " ORDER BY id LIMIT 3";
            default -> "DELETE FROM " + table + " ORDER BY id LIMIT 1";
        };
    }

    @Test
    void theReplicaFollowsARandomWalk() throws Exception {
        System.out.println("DdlWalkIT: seed " + seed);
        int steps = Integer.getInteger("anole.walk.steps", STEPS);
        List<String> done = new ArrayList<>();
        try (Replica replica = Replica.create(stack, "walk", "    on_error_replay: continue\n")) {
            replica.mySql(
                    "CREATE TABLE w0 (id INT AUTO_INCREMENT PRIMARY KEY, c0 INT, c1 VARCHAR(30))",
                    "INSERT INTO w0 (c0, c1) VALUES (1, 'one'), (2, 'two')");
            replica.initialise();
            try (Connection connection = replica.mySql();
                    Statement statement = connection.createStatement()) {
                while (done.size() < steps) {
                    String sql = random.nextInt(3) == 0 ? ddl() : dml();
                    try {
                        statement.execute(sql);
                        done.add(sql);
                    } catch (SQLException refused) {
                        // The server decides what a valid step is.
                        assertThat(refused.getSQLState()).as(sql).isNotEqualTo("08S01");
                    }
                }
            }
            replica.awaitCaughtUp();
            forgetWhatNobodyCanFollow(replica, done);
            try {
                FreshCopy.assertEqual(stack, replica);
            } catch (AssertionError e) {
                List<String> followed = Lines.of(
                        replica, "SELECT position || ' ' || statement || ' -> ' || outcome FROM anole.schema_changes");
                throw new AssertionError(
                        "Seed " + seed + ": " + String.join(";\n", done) + "\n\n" + String.join("\n", followed), e);
            }
        }
    }

    /** Where MySQL has changed values that it does not log, the table has left the replica, and says so. */
    private static void forgetWhatNobodyCanFollow(Replica replica, List<String> done) throws SQLException {
        List<String> unlogged = Lines.of(
                replica,
                "SELECT mysql_table FROM anole.tables WHERE state = 'disabled' AND reason LIKE"
                        + " '%MySQL changed rows without logging them%'");
        if (!unlogged.isEmpty()) {
            System.out.println("DdlWalkIT: " + unlogged + " could not be followed in " + done.size() + " steps");
            replica.succeed("sync-tables", "--tables", "disabled");
        }
    }
}
