package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What PostgreSQL's catalogue has of MySQL's definitions, and that it stops no row that MySQL took. */
class DefinitionsIT {

    private static final String LONG_LABEL = "l".repeat(70);

    private final Stack stack = Stack.shared();

    @Test
    void tablesHaveTypesDefaultsChecksAndIndexes() throws SQLException {
        try (Replica replica = Replica.create(stack, "definitions")) {
            createTables(replica);
            insert(replica, 1);
            replica.initialise();

            // What the sessions that write can do to values, and what PostgreSQL cannot hold.
            insert(replica, 2);
            try (Connection connection = replica.mySql();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET sql_mode = ''");
                statement.execute("INSERT INTO orders (id, code, note, day, late)"
                        + " VALUES (3, 'b ', 'x\\0y', '0000-00-00', NULL)");
                statement.execute("UPDATE orders SET note = CONCAT('0123456789', CHAR(0 USING utf8mb4)) WHERE id = 3");
            }
            replica.awaitCaughtUp();
            assertThat(replica.postgresValue(
                            "SELECT note || '|' || (day IS NULL) FROM " + replica.name() + ".orders WHERE id = 3"))
                    .isEqualTo("0123456789|true");
            replica.mySql("DELETE FROM orders WHERE id = 3");
            replica.assertEqual("orders", "counters");
            assertThat(replica.drifted()).isZero();

            assertDefined(replica);
            replica.succeed("sync-tables", "--tables", replica.name() + ".orders," + replica.name() + ".counters");
            assertDefined(replica);
            insert(replica, 4);
            replica.assertEqual("orders", "counters");
        }
    }

    private static void createTables(Replica replica) throws SQLException {
        replica.mySql(
                """
                CREATE TABLE orders (
                  id INT PRIMARY KEY,
                  amount DECIMAL(10,2) DEFAULT 1.50,
                  code VARCHAR(20) COLLATE utf8mb4_bin DEFAULT 'CURRENT_TIMESTAMP',
                  state ENUM('new','it''s') DEFAULT 'new',
                  note VARCHAR(36) DEFAULT (uuid()),
                  day DATE DEFAULT '2020-02-29',
                  at DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
                  late TIME DEFAULT '25:00:00',
                  flags SET('a','b') DEFAULT 'a,b',
                  bits BIT(5) DEFAULT b'101',
                  raw BINARY(3) DEFAULT 0x41,
                  options JSON DEFAULT (json_object()),
                  wide VARCHAR(700),
                  CONSTRAINT positive CHECK (amount + id * 2 > 0),
                  CONSTRAINT known CHECK (code IN ('a', 'b', 'CURRENT_TIMESTAMP')),
                  CONSTRAINT state_known CHECK (state IN ('new', 'it''s')),
                  CONSTRAINT short CHECK (char_length(note) <= 11 OR char_length(note) <= 20),
                  CONSTRAINT recent CHECK (day < '2200-01-01' OR day IS NULL),
                  CONSTRAINT not_translated CHECK (amount % 7 <> 3),
                  CONSTRAINT dated CHECK (day IS NOT NULL),
                  CONSTRAINT loose CHECK (id < 0) NOT ENFORCED,
                  UNIQUE by_note (note(5)), INDEX newest (at DESC, amount), INDEX lowered ((lower(code))),
                  INDEX totals ((amount + id)), INDEX of_year ((year(day))), FULLTEXT words (note),
                  INDEX wide (wide, id))""",
                "CREATE TABLE counters (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, label ENUM('" + LONG_LABEL
                        + "','b'))");
    }

    private static void insert(Replica replica, int id) throws SQLException {
        replica.mySql(
                "INSERT INTO orders (id, code, note, late) VALUES (" + id + ", 'a', '" + id + " short', NULL)",
                "INSERT INTO counters (label) VALUES ('" + LONG_LABEL + "')");
    }

    private static void assertDefined(Replica replica) throws SQLException {
        assertThat(lines(replica, """
                SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid = '<schema>.orders'::regclass AND contype = 'c'"""))
                .containsExactlyInAnyOrder(
                        "positive CHECK ((((amount)::numeric + ((id)::numeric * (2)::numeric)) > (0)::numeric))",
                        "known CHECK (((rtrim((code)::text, ' '::text) = 'a'::text) OR (rtrim((code)::text, ' '::text)"
                                + " = 'b'::text) OR (rtrim((code)::text, ' '::text) = 'CURRENT_TIMESTAMP'::text)))",
                        "state_known CHECK ((((state)::text = 'new'::text) OR ((state)::text = 'it''s'::text)))",
                        "short CHECK (((char_length((note)::text) <= 11) OR (char_length((note)::text) <= 20)))",
                        "recent CHECK (((day < '2200-01-01'::date) OR (day IS NULL)))");
        assertThat(lines(replica, """
                SELECT attname || ' ' || pg_get_expr(adbin, adrelid) FROM pg_attrdef
                JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
                WHERE adrelid = '<schema>.orders'::regclass"""))
                .containsExactlyInAnyOrder(
                        "amount 1.50",
                        "code 'CURRENT_TIMESTAMP'::character varying",
                        "state 'new'::<schema>.orders_state_enum".replace("<schema>", replica.name()),
                        "note (gen_random_uuid())::text",
                        "day '2020-02-29'::date",
                        "at CURRENT_TIMESTAMP(3)",
                        "flags '{a,b}'::text[]",
                        "bits '00101'::\"bit\"",
                        "raw '\\x410000'::bytea",
                        "options '{}'::jsonb");
        assertThat(lines(replica, """
                SELECT regexp_replace(indexdef, ' ON [^(]*', ' ') FROM pg_indexes
                WHERE schemaname = '<schema>' AND tablename = 'orders'"""))
                .containsExactlyInAnyOrder(
                        "CREATE UNIQUE INDEX orders_pkey (id)",
                        "CREATE INDEX orders_by_note_idx (\"left\"((note)::text, 5))",
                        "CREATE INDEX orders_newest_idx (at DESC, amount)",
                        "CREATE INDEX orders_lowered_idx (lower((code)::text))",
                        "CREATE INDEX orders_totals_idx ((((amount)::numeric + (id)::numeric)))",
                        "CREATE INDEX orders_of_year_idx (EXTRACT(year FROM day))",
                        "CREATE INDEX orders_wide_idx (\"left\"((wide)::text, 641), id)");
        assertThat(lines(replica, """
                SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute
                WHERE attrelid = '<schema>.counters'::regclass AND attnum > 0
                UNION ALL SELECT conname || ' ' || contype::text FROM pg_constraint
                WHERE conrelid = '<schema>.counters'::regclass AND contype = 'c'
                UNION ALL SELECT pg_get_serial_sequence('<schema>.counters', 'id')"""))
                .containsExactlyInAnyOrder(
                        "id numeric(20,0)", "label text", "label_labels c", replica.name() + ".counters_id_seq");
    }

    @Test
    void namesAreUniqueInTheSchema() throws SQLException {
        try (Replica replica = Replica.create(stack, "names", "    fulltext: simple\n")) {
            String schema = replica.name();
            replica.postgres("CREATE SCHEMA " + schema, "CREATE VIEW " + schema + ".a_taken_idx AS SELECT 1 AS one");
            replica.mySql(
                    "CREATE TABLE a (id INT PRIMARY KEY, v INT, b_state ENUM('x'), note MEDIUMTEXT, KEY b_c (v), KEY taken (v),"
                            + " FULLTEXT words (note))",
                    "CREATE TABLE a_b (id INT PRIMARY KEY, v INT, state ENUM('y'), KEY c (v))",
                    "CREATE TABLE a_pkey (id INT PRIMARY KEY, v INT)",
                    "CREATE TABLE a_b_state_enum (id INT PRIMARY KEY, n BIGINT UNSIGNED)",
                    "INSERT INTO a VALUES (1, 1, 'x', 'the quick fox')",
                    "INSERT INTO a_b VALUES (1, 1, 'y')");
            replica.initialise();
            replica.mySql(
                    "INSERT INTO a VALUES (2, 2, 'x', REPEAT('many different words ', 100000))",
                    "INSERT INTO a_b VALUES (2, 2, 'y')",
                    "INSERT INTO a_pkey VALUES (1, 1)",
                    "INSERT INTO a_b_state_enum VALUES (1, 1)");
            replica.assertEqual("a", "a_b", "a_pkey", "a_b_state_enum");
            List<String> names = names(replica);
            assertThat(names).hasSize(10);

            replica.succeed("sync-tables", "--tables", schema + ".a," + schema + ".a_b");
            assertThat(names(replica)).as("the same again").isEqualTo(names);
            assertThat(lines(
                            replica,
                            "SELECT id FROM <schema>.a"
                                    + " WHERE to_tsvector('simple', \"left\"(coalesce(note, ''), 100000)) @@ 'fox'"))
                    .containsExactly("1");
            assertThat(lines(replica, "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%USING gin%'"))
                    .containsExactly("1");
        }
    }

    private static List<String> names(Replica replica) throws SQLException {
        return lines(
                replica,
                "SELECT indexname FROM pg_indexes WHERE schemaname = '<schema>'"
                        + " UNION ALL SELECT typname FROM pg_type WHERE typtype = 'e' ORDER BY 1");
    }

    private static List<String> lines(Replica replica, String query) throws SQLException {
        return Lines.of(replica, query);
    }
}
