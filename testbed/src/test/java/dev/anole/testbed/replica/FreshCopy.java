package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.SQLException;

/** The oracle for what DDL has made of a replica: a copy of the same MySQL that is made now. */
final class FreshCopy {

    private FreshCopy() {}

    /**
     * Compares everything that PostgreSQL and the catalogue have of the replicas' tables, but the order of columns.
     *
     * @param replicas of one MySQL database
     */
    static void assertEqual(Stack stack, Replica... replicas) throws Exception {
        for (Replica replica : replicas) {
            assertThat(
                            Lines.of(
                                    replica,
                                    "SELECT mysql_table || ': ' || reason FROM anole.tables WHERE state <> 'replicating' ORDER BY 1"))
                    .as("tables that did not follow")
                    .isEmpty();
            assertThat(replica.drifted()).isZero();
        }
        try (Replica fresh = Replica.again(stack, replicas[0])) {
            fresh.initialise();
            for (Replica replica : replicas) {
                assertEqual(replica, fresh);
            }
        }
    }

    private static void assertEqual(Replica replica, Replica fresh) throws SQLException {
        for (String schema :
                Lines.of(fresh, "SELECT DISTINCT quote_ident(postgres_schema) FROM anole.tables ORDER BY 1")) {
            assertThat(SchemaPicture.of(replica, schema)).isEqualTo(SchemaPicture.of(fresh, schema));
            for (String table : Lines.of(
                    fresh,
                    schema,
                    "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = '<schema>'::regnamespace"
                            + " AND relkind = 'r' ORDER BY 1")) {
                assertThat(SchemaPicture.rows(replica, schema, table))
                        .as("rows of %s.%s", schema, table)
                        .isEqualTo(SchemaPicture.rows(fresh, schema, table));
            }
        }
    }
}
