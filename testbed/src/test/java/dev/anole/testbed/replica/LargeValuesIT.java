package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Values of 16 MiB, at which packets of MySQL's protocol end, with every setting of ours as it is by default. Each server
 * digests what it has itself.
 */
class LargeValuesIT {

    private static final int LARGEST_PACKET = (1 << 24) - 1;
    private static final int LARGE = 1 << 24;
    /** Of each half of the JSON document. */
    private static final int JSON_BYTES = 4 << 20;

    private static final String MY_SQL_DIGESTS = """
            SELECT CONCAT_WS(' ', id, LENGTH(lb), SHA2(lb, 256), LENGTH(mb), SHA2(mb, 256), LENGTH(t), SHA2(t, 256),
              SHA2(CAST(j AS CHAR), 256), n) FROM large ORDER BY id""";
    private static final String POSTGRES_DIGESTS = """
            SELECT concat_ws(' ', id, length(lb), encode(sha256(lb), 'hex'), length(mb), encode(sha256(mb), 'hex'),
              octet_length(t), encode(sha256(convert_to(t, 'UTF8')), 'hex'),
              encode(sha256(convert_to(j::text, 'UTF8')), 'hex'), n) FROM "%s".large ORDER BY id""";

    /** Half of what Kafka's scripts give it. An update has both images; with 640 MiB the sink runs out of memory. */
    private static final ConnectWorkerOptions WORKER =
            ConnectWorkerOptions.defaults().withHeapMegabytes(1024);

    private final Random random = new Random(16);

    @Test
    void valuesOf16MebibytesAreCopiedInsertedUpdatedAndDeleted() throws Exception {
        try (Stack stack = Stack.start("large-values", MySqlOptions.defaults(), WORKER);
                Replica replica = Replica.create(stack, "large");
                Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.execute("CREATE TABLE large (id INT PRIMARY KEY, lb LONGBLOB, mb MEDIUMBLOB, t LONGTEXT, j JSON,"
                    + " n INT NOT NULL DEFAULT 0)");
            insertAll(mySql, 10);
            replica.initialise();
            assertSame(replica, 4);

            mySql.setAutoCommit(false);
            insertAll(mySql, 20);
            mySql.commit();
            mySql.setAutoCommit(true);
            assertSame(replica, 8);

            // Large in both images, changed and not.
            mySql.setAutoCommit(false);
            statement.execute("UPDATE large SET lb = CONCAT(lb, 'x') WHERE id = 11");
            statement.execute("UPDATE large SET id = 30 WHERE id = 12");
            statement.execute("UPDATE large SET t = CONCAT('x', t) WHERE id = 23");
            statement.execute("UPDATE large SET n = 1, j = JSON_SET(j, '$.more', 1) WHERE id = 24");
            mySql.commit();
            mySql.setAutoCommit(true);
            assertSame(replica, 8);

            statement.execute("DELETE FROM large WHERE id <> 21");
            assertSame(replica, 1);
            assertThat(replica.drifted()).isZero();
            replica.assertNothingLeft();
        }
    }

    /** One row with each of the large values, from the number on. */
    private void insertAll(Connection mySql, int id) throws SQLException {
        byte[] bytes = new byte[LARGE];
        random.nextBytes(bytes);
        insert(mySql, id + 1, "lb", bytes);
        insert(mySql, id + 2, "mb", Arrays.copyOf(bytes, LARGEST_PACKET));
        insert(mySql, id + 3, "t", text(LARGE / 4).getBytes(StandardCharsets.UTF_8));
        insert(mySql, id + 4, "j", json().getBytes(StandardCharsets.UTF_8));
    }

    private static void insert(Connection mySql, int id, String column, byte[] value) throws SQLException {
        String text = column.equals("t") || column.equals("j") ? "CONVERT(? USING utf8mb4)" : "?";
        try (PreparedStatement insert =
                mySql.prepareStatement("INSERT INTO large (id, " + column + ") VALUES (?, " + text + ")")) {
            insert.setInt(1, id);
            insert.setBytes(2, value);
            insert.executeUpdate();
        }
    }

    /** Most characters have 4 bytes, some have to be escaped. */
    private String text(int characters) {
        StringBuilder text = new StringBuilder(2 * characters);
        for (int i = 0; i < characters; i++) {
            text.appendCodePoint(
                    random.nextInt(1000) == 0 ? "\\\"'\t\n{},".charAt(i % 8) : 0x1F300 + random.nextInt(0x300));
        }
        return text.toString();
    }

    /** Both servers write it alike: one large string, and many small values. */
    private String json() {
        StringBuilder json = new StringBuilder("{\"text\": \"")
                .append(text(JSON_BYTES / 4).replaceAll("[\\\\\"\t\n]", "~"))
                .append("\", \"numbers\": [0");
        int end = json.length() + JSON_BYTES;
        while (json.length() < end) {
            json.append(", ").append(random.nextInt());
        }
        return json.append("]}").toString();
    }

    private static void assertSame(Replica replica, int rows) throws SQLException {
        replica.awaitCaughtUp(Duration.ofMinutes(1));
        try (Connection mySql = replica.mySql();
                Connection postgres = replica.postgres()) {
            List<String> ours = ColumnMeanings.texts(mySql, MY_SQL_DIGESTS);
            assertThat(ours).hasSize(rows);
            assertThat(ColumnMeanings.texts(postgres, POSTGRES_DIGESTS.formatted(replica.name())))
                    .isEqualTo(ours);
        }
    }
}
