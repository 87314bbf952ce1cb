package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.MySqlOptions.Flavour;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every type and value of {@link ValueCases} by the copy and by the stream: both mean what MySQL means, and are the
 * same bits in PostgreSQL. {@code -Danole.columns=1} keeps them apart in
 * tables of one column.
 */
class ValueTableIT {

    private static final int COLUMNS = Integer.getInteger("anole.columns", 12);

    @Test
    void mySqlIntoPostgres18() throws Exception {
        arrive(Stack.shared());
    }

    @Test
    void mariaDbIntoPostgres15() throws Exception {
        arriveAtPair(Flavour.MARIADB, 15);
    }

    @ParameterizedTest
    @CsvSource({"MYSQL,14", "MYSQL,15", "MYSQL,16", "MYSQL,17", "MARIADB,14", "MARIADB,16", "MARIADB,17", "MARIADB,18"})
    @EnabledIfSystemProperty(named = "anole.full", matches = "true")
    void intoOtherVersions(Flavour flavour, int postgres) throws Exception {
        arriveAtPair(flavour, postgres);
    }

    private static void arriveAtPair(Flavour flavour, int postgres) throws Exception {
        MySqlOptions options = MySqlOptions.defaults().withFlavour(flavour);
        try (Stack pair = Stack.shared().pair("ValueTableIT-" + flavour + postgres, options, postgres)) {
            arrive(pair);
        }
    }

    private static void arrive(Stack stack) throws Exception {
        boolean mariaDb = stack.mySql().version().contains("MariaDB");
        List<Wide> wides = wides(cases(mariaDb));
        List<Keyed> keyeds = keyeds(cases(mariaDb));
        List<String> wrong = new ArrayList<>();
        try (Replica replica = Replica.create(stack, "values");
                Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'");
            for (Wide wide : wides) {
                wide.createAndFill(statement);
            }
            for (Keyed keyed : keyeds) {
                keyed.createAndFill(statement);
            }
            replica.register();
            ReplicaAdmin.Result copy = replica.admin("init-replica", "--start");
            assertThat(copy.exitCode()).as(copy.all()).isZero();
            for (Wide wide : wides) {
                wide.stream(statement);
            }
            for (Keyed keyed : keyeds) {
                keyed.stream(statement);
            }
            replica.awaitCaughtUp();

            try (Connection postgres = replica.postgres()) {
                wrong.addAll(ColumnMeanings.texts(
                        postgres,
                        "SELECT mysql_table || ' is ' || state || ': ' || coalesce(reason, '') FROM anole.tables"
                                + " WHERE state <> 'replicating' ORDER BY 1"));
                wrong.addAll(ColumnMeanings.texts(
                        postgres,
                        "SELECT mysql_table || ' drifted ' || drifted FROM anole.tables WHERE drifted > 0 ORDER BY 1"));
                List<String> replicating = ColumnMeanings.texts(
                        postgres, "SELECT mysql_table FROM anole.tables WHERE state = 'replicating'");
                for (Wide wide : wides) {
                    if (replicating.contains(wide.name)) {
                        wide.compare(replica, mySql, postgres, wrong);
                    } else {
                        wrong.add(wide + " is not compared");
                    }
                }
                for (Keyed keyed : keyeds) {
                    if (replicating.contains(keyed.name)) {
                        keyed.compare(replica, mySql, postgres, wrong);
                    } else {
                        wrong.add(keyed.name + " " + keyed.value.columnType() + " is not compared");
                    }
                }
            }
        }
        assertThat(wrong).as("%d differences", wrong.size()).isEmpty();
    }

    private static List<ValueCase> cases(boolean mariaDb) {
        return ValueCases.all(mariaDb);
    }

    private static List<Wide> wides(List<ValueCase> cases) {
        List<Wide> wides = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += COLUMNS) {
            wides.add(new Wide("w" + wides.size(), cases.subList(from, Math.min(from + COLUMNS, cases.size()))));
        }
        return wides;
    }

    private static List<Keyed> keyeds(List<ValueCase> cases) {
        List<Keyed> keyeds = new ArrayList<>();
        for (ValueCase value : cases) {
            if (value.key()) {
                keyeds.add(new Keyed("k" + keyeds.size(), value));
            }
        }
        return keyeds;
    }

    /** The values of several types side by side, and NULL. In each row {@code way} tells how its values arrive. */
    private static final class Wide {
        /** Copied, which the others are compared with; inserted; updated from another value; updated there and back. */
        private static final String WAYS = "cisb";

        private final String name;
        private final List<ValueCase> columns;
        private final int rows;

        private Wide(String name, List<ValueCase> columns) {
            this.name = name;
            this.columns = columns;
            rows = 1
                    + columns.stream()
                            .mapToInt(column -> column.values().size())
                            .max()
                            .orElse(0);
        }

        @Override
        public String toString() {
            return name + columns.stream().map(ValueCase::columnType).toList();
        }

        /** Column c of row n. */
        private String value(int column, int row) {
            List<String> values = columns.get(column).values();
            int index = row % (values.size() + 1);
            return index == values.size() ? "NULL" : values.get(index);
        }

        private String values(int row) {
            StringBuilder list = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                list.append(", ").append(value(column, row));
            }
            return list.toString();
        }

        private String assignments(int row) {
            StringBuilder list = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                list.append(column == 0 ? "" : ", ").append("c" + column + " = " + value(column, row));
            }
            return list.toString();
        }

        private void insert(Statement mySql, String way, int shift) throws SQLException {
            for (int row = 0; row < rows; row++) {
                mySql.execute(
                        "INSERT INTO " + name + " VALUES (" + row + ", '" + way + "'" + values(row + shift) + ")");
            }
        }

        private void update(Statement mySql, String way, int shift) throws SQLException {
            for (int row = 0; row < rows; row++) {
                mySql.execute("UPDATE " + name + " SET " + assignments(row + shift) + " WHERE row_no = " + row
                        + " AND way = '" + way + "'");
            }
        }

        void createAndFill(Statement mySql) throws SQLException {
            StringBuilder sql = new StringBuilder("CREATE TABLE " + name + " (row_no INT, way CHAR(1)");
            for (int column = 0; column < columns.size(); column++) {
                sql.append(", c" + column + " " + columns.get(column).columnType());
            }
            mySql.execute(sql + ", PRIMARY KEY (row_no, way))");
            insert(mySql, "c", 0);
            insert(mySql, "b", 0);
            insert(mySql, "d", 0);
        }

        void stream(Statement mySql) throws SQLException {
            insert(mySql, "i", 0);
            insert(mySql, "s", 1);
            update(mySql, "s", 0);
            update(mySql, "b", 1);
            update(mySql, "b", 0);
            mySql.execute("DELETE FROM " + name + " WHERE way = 'd'");
        }

        void compare(Replica replica, Connection mySql, Connection postgres, List<String> wrong) throws SQLException {
            String target = "\"" + replica.name() + "\"." + name;
            String bits = "SELECT o.way || ' row ' || o.row_no || ': ' || left(coalesce(o.%1$s::text, 'NULL'), 80)"
                    + " || ', copied: ' || left(coalesce(c.%1$s::text, 'NULL'), 80) FROM " + target + " c JOIN "
                    + target
                    + " o ON o.row_no = c.row_no WHERE c.way = 'c' AND NOT (ROW(o.%1$s)::record *= ROW(c.%1$s)::record)"
                    + " ORDER BY 1 LIMIT 5";
            for (int column = 0; column < columns.size(); column++) {
                ValueCase value = columns.get(column);
                for (String difference : ColumnMeanings.texts(postgres, bits.formatted("c" + column))) {
                    wrong.add(value.columnType() + " by the stream, " + difference);
                }
                ColumnMeanings meanings = new ColumnMeanings(replica.name(), mySql, postgres, name, "c" + column);
                int shown = 0;
                for (Map.Entry<String, String> difference :
                        meanings.differences("way, row_no").entrySet()) {
                    int row = Integer.parseInt(difference.getKey().substring(2));
                    if (shown++ < 6) {
                        wrong.add(value.columnType() + " " + ColumnMeanings.shortened(value(column, row)) + " ("
                                + difference.getKey() + "): " + difference.getValue());
                    }
                }
            }
        }
    }

    /** The values of one type as part of a key; n tells how a row arrives. */
    private static final class Keyed {
        private final String name;
        private final ValueCase value;

        private Keyed(String name, ValueCase value) {
            this.name = name;
            this.value = value;
        }

        private void insert(Statement mySql, int n) throws SQLException {
            List<String> values = value.good();
            for (int i = 0; i < values.size(); i++) {
                // Two may be one by the collation.
                mySql.execute("INSERT IGNORE INTO " + name + " VALUES (" + values.get(i) + ", " + n + ", " + i + ")");
            }
        }

        void createAndFill(Statement mySql) throws SQLException {
            mySql.execute("CREATE TABLE " + name + " (k " + value.columnType() + ", n INT, i INT, PRIMARY KEY (k, n))");
            insert(mySql, 1);
            insert(mySql, 2);
            insert(mySql, 3);
        }

        void stream(Statement mySql) throws SQLException {
            insert(mySql, 4);
            insert(mySql, 5);
            insert(mySql, 6);
            mySql.execute("DELETE FROM " + name + " WHERE n IN (2, 5)");
            mySql.execute("UPDATE " + name + " SET n = 10 * n WHERE n IN (3, 6)");
            mySql.execute("UPDATE " + name + " SET i = i WHERE n = 1");
        }

        void compare(Replica replica, Connection mySql, Connection postgres, List<String> wrong) throws SQLException {
            String target = "\"" + replica.name() + "\"." + name;
            for (String difference : ColumnMeanings.texts(
                    postgres,
                    "SELECT o.n || ' value ' || o.i || ': ' || left(o.k::text, 80) || ', copied: ' || left(c.k::text, 80)"
                            + " FROM " + target + " c JOIN " + target
                            + " o ON o.i = c.i WHERE c.n = 1 AND NOT (ROW(o.k)::record *= ROW(c.k)::record) ORDER BY 1 LIMIT 5")) {
                wrong.add("key " + value.columnType() + " by the stream, " + difference);
            }
            new ColumnMeanings(replica.name(), mySql, postgres, name, "k")
                    .differences("n, i")
                    .forEach((row, difference) ->
                            wrong.add("key " + value.columnType() + " " + row + ": " + difference));
        }
    }
}
