package dev.anole.testbed.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The two tables that are copied, with no column that may be NULL. */
enum SampleTable {
    /** Some 180 bytes as text: the kind of table that most rows of most databases are in. */
    NARROW("""
            id          BIGINT        NOT NULL PRIMARY KEY,
            customer_id INT           NOT NULL,
            quantity    INT           NOT NULL,
            status      VARCHAR(20)   NOT NULL,
            amount      DECIMAL(12,2) NOT NULL,
            note        VARCHAR(200)  NOT NULL,
            ordered_at  DATETIME      NOT NULL""", """
            id          bigint        NOT NULL,
            customer_id integer       NOT NULL,
            quantity    integer       NOT NULL,
            status      varchar(20)   NOT NULL,
            amount      numeric(12,2) NOT NULL,
            note        varchar(200)  NOT NULL,
            ordered_at  timestamp(0)  NOT NULL""", "n, " + NarrowRow.changingValues("n") + ", " + NarrowRow.lastingValues("n")),

    /** Twelve columns, some 385 bytes as text, with JSON and with what is costly to write. */
    WIDE("""
            id          BIGINT        NOT NULL PRIMARY KEY,
            customer_id INT           NOT NULL,
            status      VARCHAR(20)   NOT NULL,
            name        VARCHAR(100)  NOT NULL,
            email       VARCHAR(120)  NOT NULL,
            note        VARCHAR(400)  NOT NULL,
            price       DECIMAL(12,2) NOT NULL,
            weight      DECIMAL(20,8) NOT NULL,
            score       DOUBLE        NOT NULL,
            detail      JSON          NOT NULL,
            ordered_at  DATETIME(6)   NOT NULL,
            changed_at  DATETIME(6)   NOT NULL""", """
            id          bigint           NOT NULL,
            customer_id integer          NOT NULL,
            status      varchar(20)      NOT NULL,
            name        varchar(100)     NOT NULL,
            email       varchar(120)     NOT NULL,
            note        varchar(400)     NOT NULL,
            price       numeric(12,2)    NOT NULL,
            weight      numeric(20,8)    NOT NULL,
            score       double precision NOT NULL,
            detail      jsonb            NOT NULL,
            ordered_at  timestamp(6)     NOT NULL,
            changed_at  timestamp(6)     NOT NULL""", """
            n, n * 7919 % 100000, ELT(1 + n % 4, 'placed', 'paid', 'packed', 'shipped'),
            CONCAT('Jürgen O''Neill ', n), CONCAT('customer.', n, '@example.com'),
            CONCAT('C:\\\\orders\\\\', SHA2(n, 256), '\\n', SHA2(-n, 256)),
            n * 37 % 10000000 / 100, n * 12345 % 1000000007 / 65536, n % 1000 / 8,
            JSON_OBJECT('colour', ELT(1 + n % 3, 'red', 'green', 'blue'), 'size', n % 10, 'price', 0.5 * (n % 100),
                'tags', JSON_ARRAY('a', 'b', CONCAT('tag ', n % 50)), 'gift', n % 2 = 0),
            TIMESTAMP'2026-01-01 00:00:00.123456' + INTERVAL n SECOND,
            TIMESTAMP'2026-06-01 00:00:00.654321' + INTERVAL n SECOND""");

    private static final int CHUNK_ROWS = 100_000;
    private static final String DIGIT = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"
            + " UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
            + " UNION ALL SELECT 9)";

    private final String mySqlColumns;
    private final String postgresColumns;
    private final String values;

    SampleTable(String mySqlColumns, String postgresColumns, String values) {
        this.mySqlColumns = mySqlColumns;
        this.postgresColumns = postgresColumns;
        this.values = values;
    }

    /** Its name, in both databases. */
    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The columns of the same table in PostgreSQL, with the types that Anole gives them and without a key. */
    String postgresColumns() {
        return postgresColumns;
    }

    /** Creates it in the connection's default database with the keys 1 to {@code rows}, outside of the binary log. */
    void create(Connection mySql, long rows) throws SQLException {
        try (Statement statement = mySql.createStatement()) {
            // The sample data's expressions divide and cut; they are the same wherever they are made.
            statement.execute("SET SESSION sql_mode = '', sql_log_bin = 0");
            statement.execute("CREATE TABLE " + sqlName() + " (" + mySqlColumns + ")");
            for (long first = 0; first < rows; first += CHUNK_ROWS) {
                statement.execute(insert(first, rows));
            }
            statement.execute("ANALYZE TABLE " + sqlName());
        }
    }

    private String insert(long first, long rows) {
        return "INSERT INTO " + sqlName() + " SELECT " + values + " FROM (SELECT " + (first + 1)
                + " + a.d * 10000 + b.d * 1000 + c.d * 100 + d.d * 10 + e.d AS n FROM " + DIGIT + " a, " + DIGIT
                + " b, "
                + DIGIT + " c, " + DIGIT + " d, " + DIGIT + " e) numbers WHERE n <= " + rows + " ORDER BY n";
    }
}
