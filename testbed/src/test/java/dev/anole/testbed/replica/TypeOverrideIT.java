package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** {@code type_override}, by copy and stream, and what is refused. */
class TypeOverrideIT {

    private final Stack stack = Stack.shared();

    private static void override(Replica replica, String overrides) throws IOException {
        Path file = replica.configure("");
        Files.writeString(file, "type_override:\n" + overrides, StandardOpenOption.APPEND);
    }

    @Test
    void columnsGetTheTypeByCopyAndStream() throws Exception {
        try (Replica replica = Replica.create(stack, "overridden")) {
            override(replica, """
                      "tinyint(1)": {override_to: boolean, override_tables: ["*"]}
                      "time(3)": {override_to: interval, override_tables: ["*"]}
                      "binary(16)": {override_to: uuid, override_tables: ["*"]}
                      "enum('a','b')": {override_to: text, override_tables: ["*"]}
                      "int unsigned": {override_to: integer, override_tables: ["*"]}
                      "json": {override_to: json, override_tables: ["*"]}
                      "set('x','y')": {override_to: text, override_tables: ["*"]}
                      "bit(4)": {override_to: smallint, override_tables: ["*"]}
                      "date": {override_to: text, override_tables: ["*"]}
                      "varchar(7)": {override_to: "numeric(6,2)", override_tables: ["%1$s.t"]}
                    """.formatted(replica.name()));
            replica.mySql(
                    "SET sql_mode = ''",
                    "CREATE TABLE t (id BINARY(16) PRIMARY KEY, b TINYINT(1) NOT NULL DEFAULT 1, ti TIME(3),"
                            + " e ENUM('a','b') DEFAULT 'a', u INT UNSIGNED, j JSON, s SET('x','y'), bi BIT(4), d DATE,"
                            + " v VARCHAR(7), CONSTRAINT c CHECK (b >= 0), KEY by_b (b), KEY by_j ((u + 1)), KEY by_v (v(3)))",
                    "CREATE TABLE other (id INT PRIMARY KEY, v VARCHAR(7))",
                    insert(1),
                    "INSERT INTO other VALUES (1, 'text')");
            replica.initialise();
            replica.mySql(
                    "SET sql_mode = ''",
                    insert(2),
                    insert(3),
                    "UPDATE t SET b = 0, j = '{\"a\": 2}', u = 7, v = '9.5' WHERE id = UNHEX(REPEAT('01', 16))",
                    "UPDATE t SET v = '12.345' WHERE id = UNHEX(REPEAT('02', 16))",
                    "UPDATE t SET b = 0 WHERE id = UNHEX(REPEAT('02', 16))",
                    "DELETE FROM t WHERE id = UNHEX(REPEAT('03', 16))",
                    "UPDATE other SET v = 'more'");
            replica.awaitCaughtUp();

            assertThat(Lines.of(
                            replica,
                            "SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
                                    + " WHERE attrelid = '<schema>.t'::regclass AND attnum > 0 ORDER BY attnum"))
                    .containsExactly(
                            "id uuid",
                            "b boolean",
                            "ti interval",
                            "e text",
                            "u integer",
                            "j json",
                            "s text",
                            "bi smallint",
                            "d text",
                            "v numeric(6,2)");
            assertThat(Lines.of(
                            replica,
                            "SELECT concat_ws('|', id, b, ti, e, u, j, s, bi, d, v) FROM <schema>.t ORDER BY 1"))
                    .containsExactly(
                            "01010101-0101-0101-0101-010101010101|f|-838:59:59|b|7|{\"a\": 2}|x,y|9|0000-00-00|9.50",
                            "02020202-0202-0202-0202-020202020202|f|-838:59:59|b|{\"a\": 1}|x,y|9|0000-00-00|12.35");
            assertThat(Lines.of(replica, "SELECT v FROM <schema>.other")).containsExactly("more");
            assertThat(replica.drifted()).isZero();
            assertThat(Lines.of(
                            replica, "SELECT kind FROM anole.bad_values WHERE mysql_column = 'u' AND occurrences > 1"))
                    .as("4294967295, which an integer cannot hold")
                    .containsExactly("number_out_of_range");
            assertThat(replica.postgresValue("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = '"
                            + replica.name() + ".t'::regclass AND adnum = 2"))
                    .isEqualTo("true");
        }
    }

    private static String insert(int id) {
        return "INSERT INTO t VALUES (UNHEX(REPEAT('0" + id
                + "', 16)), 5, '-838:59:59', 'b', 4294967295, '{\"a\": 1}', 'x,y', b'1001', '0000-00-00', '12.3')";
    }

    @Test
    void whatCannotBeCastIsRefusedBeforeAnythingIsCopied() throws Exception {
        try (Replica replica = Replica.create(stack, "uncast")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(7))",
                    "INSERT INTO t VALUES (1, '12'), (2, 'twelve'), (3, 'more')");
            override(replica, "  \"varchar(7)\": {override_to: integer, override_tables: [\"*\"]}\n");
            replica.register();

            assertRefused(replica, "gives varchar(7) of " + replica.name() + ".t the type integer", "\"twelve\"");
            override(replica, "  \"varchar(7)\": {override_to: no_such_type, override_tables: [\"*\"]}\n");
            assertRefused(replica, "the type no_such_type", "does not exist");
            override(replica, "  \"int\": {override_to: boolean, override_tables: [\"*\"]}\n");
            assertRefused(replica, "column id belongs to the key", "two keys could become one");
            replica.mySql("CREATE TABLE lossy (id DECIMAL(8,4) PRIMARY KEY)");
            override(replica, "  \"decimal(8,4)\": {override_to: \"numeric(8,2)\", override_tables: [\"*\"]}\n");
            assertRefused(replica, "column id belongs to the key", "two keys could become one");
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.tables"))
                    .isEqualTo("0");
        }
    }

    private static void assertRefused(Replica replica, String... messages) {
        ReplicaAdmin.Result result = replica.admin("init-replica");
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.all()).contains(messages);
    }

    @Test
    void columnsOfOneForeignKeyHaveOneType() throws SQLException, IOException {
        try (Replica replica = Replica.create(stack, "related")) {
            override(
                    replica,
                    "  smallint: {override_to: bigint, override_tables: [\"%1$s.parent\"]}\n"
                            .formatted(replica.name()));
            replica.mySql(
                    "CREATE TABLE parent (id SMALLINT PRIMARY KEY, state ENUM('a','b') NOT NULL UNIQUE)",
                    "CREATE TABLE child (id INT PRIMARY KEY, parent SMALLINT, state ENUM('a','b'), other SMALLINT,"
                            + " FOREIGN KEY (parent) REFERENCES parent (id), FOREIGN KEY (state) REFERENCES parent (state))",
                    "INSERT INTO parent VALUES (1, 'a')",
                    "INSERT INTO child VALUES (1, 1, 'a', 1)");
            replica.initialise();
            replica.mySql("INSERT INTO parent VALUES (2, 'b')", "INSERT INTO child VALUES (2, 2, 'b', 2)");
            replica.assertEqual("parent", "child");

            replica.postgres(
                    "ALTER TABLE %1$s.child ADD FOREIGN KEY (parent) REFERENCES %1$s.parent (id)"
                            .formatted(replica.name()),
                    "ALTER TABLE %1$s.child ADD FOREIGN KEY (state) REFERENCES %1$s.parent (state)"
                            .formatted(replica.name()));
            assertThat(Lines.of(
                            replica,
                            "SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
                                    + " WHERE attrelid = '<schema>.child'::regclass AND attnum > 1 ORDER BY attnum"))
                    .containsExactly("parent bigint", "state text", "other smallint");
        }
    }
}
