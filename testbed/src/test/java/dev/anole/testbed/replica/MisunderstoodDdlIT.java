package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose definition the replica does not know as MySQL has it: they alone stop, before a wrong row is written. */
class MisunderstoodDdlIT {

    private static String reason(Replica replica, String table) throws SQLException {
        return replica.postgresValue("SELECT coalesce(max(state || ': ' || reason), 'unknown') FROM anole.tables"
                + " WHERE mysql_table = '" + table + "'");
    }

    /** Changes that MySQL did not log, by their tables, and a part of the reason why the table stopped. */
    private static Map<String, String[]> unlogged(boolean envelope) {
        Map<String, String[]> changes = new LinkedHashMap<>();
        changes.put("scaled", new String[] {"MODIFY d DECIMAL(12,4)", "column d", "4 decimals", "decimal(10,2)"});
        changes.put("timed", new String[] {"MODIFY t DATETIME(3)", "column t", "3 decimals", "datetime"});
        changes.put("renamed", new String[] {"RENAME COLUMN e TO f", "the catalogue has"});
        changes.put("added", new String[] {"ADD COLUMN x INT", "the catalogue has"});
        if (!envelope) {
            // The envelope has values by their names, so that nothing of these is misread.
            changes.put("ordered", new String[] {"MODIFY e ENUM('ä','b')", "column e", "[ä, b]"});
            changes.put("rounded", new String[] {"MODIFY d DECIMAL(10,1)", "column d", "1 decimals"});
            changes.put("signed", new String[] {"MODIFY n INT UNSIGNED", "column n", "int"});
        }
        return changes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyTheTablesThatAreOtherwiseStop(boolean envelope) throws Exception {
        Stack stack = Stack.shared();
        Map<String, String[]> unlogged = unlogged(envelope);
        try (Replica replica = Replica.create(stack, "misunderstood", "    on_error_replay: continue\n")) {
            String columns = " (id INT PRIMARY KEY, d DECIMAL(10,2), t DATETIME, n INT,"
                    + " e ENUM('b','ä') CHARACTER SET latin1)";
            for (String table : unlogged.keySet()) {
                replica.mySql("CREATE TABLE " + table + columns, "INSERT INTO " + table + " (id) VALUES (1)");
            }
            replica.mySql("CREATE TABLE odd" + columns, "CREATE TABLE calm" + columns);
            replica.initialise();
            if (envelope) {
                replica.awaitCaughtUp();
                new Connectors(stack.worker()).useEnvelope(replica, stack.kafka(), true);
            }

            String partitions = " PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10),"
                    + " PARTITION p1 VALUES LESS THAN (20))";
            // Rows come and go with these, and MySQL does not log them.
            List<String> partitioning = List.of(
                    "ALTER TABLE <table> DROP PARTITION p0",
                    "ALTER TABLE <table> TRUNCATE PARTITION p0",
                    "ALTER TABLE <table> EXCHANGE PARTITION p0 WITH TABLE exchanged");
            replica.mySql("CREATE TABLE exchanged (id INT PRIMARY KEY)", "INSERT INTO exchanged VALUES (7)");
            for (int i = 0; i < partitioning.size(); i++) {
                replica.mySql("CREATE TABLE parted" + i + " (id INT PRIMARY KEY)" + partitions);
                replica.mySql("INSERT INTO parted" + i + " VALUES (1), (11)");
                replica.mySql(partitioning.get(i).replace("<table>", "parted" + i));
            }

            String row = " VALUES (2, 1.25, '2024-02-29 12:00:00.5', 7, 'ä')";
            replica.mySql("INSERT INTO odd" + row);
            for (String table : unlogged.keySet()) {
                replica.mySql("INSERT INTO " + table + row);
            }
            replica.awaitCaughtUp();
            for (Map.Entry<String, String[]> change : unlogged.entrySet()) {
                replica.mySql(
                        "SET sql_log_bin = 0",
                        "ALTER TABLE " + change.getKey() + " " + change.getValue()[0],
                        "SET sql_log_bin = 1",
                        "UPDATE " + change.getKey() + " SET id = id + 10, t = '2024-01-01', d = 0.12");
            }
            String unknown = "ALTER TABLE odd ADD c LONG CHAR VARYING";
            replica.mySql(
                    unknown,
                    "INSERT INTO odd (id) VALUES (3)",
                    "CREATE TABLE odd_new (id INT PRIMARY KEY, c LONG CHAR VARYING)",
                    "INSERT INTO odd_new VALUES (1, 'new')",
                    "INSERT INTO calm" + row);

            replica.assertEqual("calm");
            for (Map.Entry<String, String[]> change : unlogged.entrySet()) {
                String[] parts = change.getValue().clone();
                parts[0] = "disabled";
                assertThat(reason(replica, change.getKey())).contains(parts);
                assertThat(replica.postgresRows(change.getKey()))
                        .as("rows of %s stay", change.getKey())
                        .hasSize(2);
            }
            assertThat(reason(replica, "odd")).contains("disabled", "the grammar does not know this statement");
            for (String table : List.of("parted0", "parted1", "parted2", "exchanged")) {
                assertThat(reason(replica, table)).contains("disabled", "PARTITION changes rows that are not logged");
            }
            assertThat(reason(replica, "odd_new")).contains("disabled", "the grammar does not know this statement");
            assertThat(replica.postgresValue("SELECT statement || ': ' || outcome FROM anole.schema_changes"
                            + " WHERE statement LIKE 'ALTER TABLE odd%'"))
                    .contains(unknown, "disabled");
            assertThat(replica.admin("show-errors").all()).contains("odd", "sync-tables");

            if (!envelope) {
                replica.succeed("sync-tables", "--tables", "disabled");
                replica.assertEqual("calm", "odd", "odd_new", "parted0", "parted1", "parted2", "exchanged");
                replica.assertEqual(unlogged.keySet().toArray(String[]::new));
                replica.assertNothingLeft();
            }
        }
    }
}
