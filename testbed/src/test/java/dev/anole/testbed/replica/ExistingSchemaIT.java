package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** {@code keep_existing_schema}: tables that PostgreSQL has keep their definitions, and get MySQL's rows. */
class ExistingSchemaIT {

    private static final String KEEP = "    keep_existing_schema: Yes\n";

    private final Stack stack = Stack.shared();

    @Test
    void definitionsStayAndRowsAreReplaced() throws SQLException {
        try (Replica replica = Replica.create(stack, "existing", KEEP)) {
            String schema = replica.name();
            replica.mySql(
                    "CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, paid TINYINT(1) NOT NULL, total DECIMAL(9,2),"
                            + " note VARCHAR(20) UNIQUE)",
                    "CREATE TABLE fresh (id INT PRIMARY KEY)",
                    "INSERT INTO orders VALUES (1, 1, 1.50, 'one'), (2, 0, 2.50, 'two')",
                    "INSERT INTO fresh VALUES (1)");
            replica.postgres(
                    "CREATE SCHEMA " + schema,
                    "CREATE TABLE " + schema + ".orders (note text, id bigserial, total numeric,"
                            + " paid boolean NOT NULL DEFAULT false, added timestamptz DEFAULT now(),"
                            + " CONSTRAINT the_key PRIMARY KEY (id), CONSTRAINT one_note UNIQUE (note),"
                            + " CONSTRAINT worth CHECK (total > 0))",
                    "CREATE SEQUENCE " + schema
                            + ".tickets AS int INCREMENT BY 5 MINVALUE 10 MAXVALUE 10000 CACHE 2 CYCLE",
                    "ALTER TABLE " + schema + ".orders ADD ticket int DEFAULT nextval('" + schema + ".tickets')",
                    "ALTER SEQUENCE " + schema + ".tickets OWNED BY " + schema + ".orders.ticket",
                    "CREATE INDEX by_total ON " + schema + ".orders (total) WHERE paid",
                    "CREATE VIEW " + schema + ".paid AS SELECT id FROM " + schema + ".orders WHERE paid",
                    "COMMENT ON COLUMN " + schema + ".orders.total IS 'in euros'",
                    "INSERT INTO " + schema + ".orders VALUES ('old', 77, 7, true)");
            String before = definition(replica);

            replica.initialise();
            assertRows(replica, "1 t 1.50 one", "2 f 2.50 two");
            replica.mySql(
                    "INSERT INTO orders VALUES (3, 1, 3, 'three')",
                    "UPDATE orders SET note = 'zwei', paid = 1 WHERE id = 2",
                    "DELETE FROM orders WHERE id = 1");
            replica.assertEqual("fresh");
            assertRows(replica, "2 t 2.50 zwei", "3 t 3.00 three");
            assertThat(definition(replica)).isEqualTo(before);
            assertThat(Lines.of(replica, "SELECT id FROM <schema>.paid ORDER BY 1"))
                    .containsExactly("2", "3");
            assertThat(replica.drifted()).isZero();

            ReplicaAdmin.Result sync = replica.admin("sync-tables", "--tables", schema + ".orders");
            assertThat(sync.exitCode()).as(sync.all()).isZero();
            assertThat(sync.all()).contains("has columns that MySQL has not, [added, ticket]");
            assertThat(Lines.of(
                            replica, "SELECT count(DISTINCT ticket) || ' ' || (min(ticket) > 30) FROM <schema>.orders"))
                    .as("numbers of before do not come again")
                    .containsExactly("2 true");
            assertRows(replica, "2 t 2.50 zwei", "3 t 3.00 three");
            assertThat(definition(replica)).isEqualTo(before);

            replica.configure(KEEP + "    skip_tables: [" + schema + ".orders]\n");
            replica.succeed("refresh-schema", "--schema", schema);
            assertRows(replica, "2 t 2.50 zwei", "3 t 3.00 three");
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.tables WHERE mysql_table = 'orders'"))
                    .as("left the replica, but not PostgreSQL")
                    .isEqualTo("0");
        }
    }

    private static void assertRows(Replica replica, String... rows) throws SQLException {
        assertThat(Lines.of(replica, "SELECT concat_ws(' ', id, paid, total, note) FROM <schema>.orders ORDER BY id"))
                .containsExactly(rows);
        assertThat(Lines.of(replica, "SELECT count(*) FROM <schema>.orders WHERE added IS NULL"))
                .containsExactly("0");
    }

    private static String definition(Replica replica) throws SQLException {
        return String.join(
                "\n",
                Lines.of(
                        replica,
                        "SELECT attname || ' ' || format_type(atttypid, atttypmod) || attnotnull"
                                + " || coalesce(pg_get_expr(adbin, adrelid), '') || coalesce(col_description(attrelid, attnum), '')"
                                + " FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
                                + " WHERE attrelid = '<schema>.orders'::regclass AND attnum > 0"
                                + " UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
                                + " WHERE conrelid = '<schema>.orders'::regclass AND contype <> 'n'"
                                + " UNION ALL SELECT format_type(seqtypid, NULL) || seqincrement || ' ' || seqmin || ' ' || seqmax"
                                + " || ' ' || seqcache || seqcycle || seqstart FROM pg_sequence"
                                + " WHERE seqrelid = '<schema>.tickets'::regclass"
                                + " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = '<schema>' AND tablename = 'orders'"
                                + " ORDER BY 1"));
    }

    @Test
    void aTableThatCannotTakeTheRowsIsRefusedBeforeAnythingIsCopied() throws SQLException {
        try (Replica replica = Replica.create(stack, "unfit", KEEP)) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
            replica.postgres(
                    "CREATE SCHEMA " + replica.name(), "CREATE TABLE " + replica.name() + ".t (id int PRIMARY KEY)");
            replica.register();

            assertRefused(replica, "it lacks the column v");
            replica.postgres("ALTER TABLE " + replica.name() + ".t ADD v int, ADD w int NOT NULL");
            assertRefused(replica, "its column w, which MySQL has not, is NOT NULL and has no default");
            replica.postgres("ALTER TABLE " + replica.name() + ".t DROP w, ALTER v SET NOT NULL");
            assertRefused(replica, "its column v is NOT NULL, and NULL may come from MySQL");
            replica.postgres("ALTER TABLE " + replica.name() + ".t ALTER id ADD GENERATED ALWAYS AS IDENTITY");
            assertRefused(replica, "its column id is GENERATED ALWAYS AS IDENTITY");
            replica.postgres(
                    "ALTER TABLE " + replica.name() + ".t ALTER id DROP IDENTITY, ALTER v DROP NOT NULL",
                    "ALTER TABLE " + replica.name() + ".t ALTER id TYPE numeric(5,-1)");
            assertRefused(replica, "two keys could become one");
            replica.postgres(
                    "ALTER TABLE " + replica.name() + ".t ALTER id TYPE int",
                    "CREATE TABLE " + replica.name() + ".child (t int REFERENCES " + replica.name() + ".t)");
            assertRefused(replica, "child");

            replica.configure("");
            replica.postgres("DROP TABLE " + replica.name() + ".child");
            assertRefused(replica, "keep_existing_schema");
        }
    }

    private static void assertRefused(Replica replica, String message) {
        ReplicaAdmin.Result result = replica.admin("init-replica");
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.all()).contains(message);
    }
}
