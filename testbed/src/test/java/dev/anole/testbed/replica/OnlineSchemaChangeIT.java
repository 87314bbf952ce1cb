package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What gh-ost and pt-online-schema-change do, by the statements that their manuals describe, while the table is written
 * to: the replica follows without a copy.
 */
class OnlineSchemaChangeIT {

    private static final int ROWS = 4_000;
    private static final int CHUNK = 500;

    private final Stack stack = Stack.shared();

    private static void createTable(Replica replica) throws SQLException {
        replica.mySql(
                "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, note VARCHAR(20), KEY by_v (v))",
                "CREATE TABLE child (id INT PRIMARY KEY, t INT, CONSTRAINT to_t FOREIGN KEY (t) REFERENCES t (id))",
                "INSERT INTO t (v) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                        + " SELECT i FROM n",
                "INSERT INTO t (v) SELECT v FROM t",
                "INSERT INTO t (v) SELECT v FROM t",
                "INSERT INTO child VALUES (1, 1), (2, 2)");
    }

    private static String change(Random random) {
        int id = 3 + random.nextInt(ROWS + 500);
        return switch (random.nextInt(4)) {
            case 0 -> "INSERT INTO t (v, note) VALUES (" + random.nextInt() + ", 'new')";
            case 1 -> "DELETE FROM t WHERE id = " + id;
            case 2 -> "UPDATE t SET note = 'ü🦎', v = v + 1 WHERE id BETWEEN " + id + " AND " + (id + 3);
            default -> "UPDATE t SET id = id + 100000 WHERE id = " + id;
        };
    }

    private static void assertFollowed(Stack stack, Replica replica) throws Exception {
        replica.awaitCaughtUp();
        assertThat(replica.postgresValue("SELECT count(*) FROM anole.schema_changes WHERE outcome <> 'applied'"))
                .as("statements that were not just applied")
                .isEqualTo("0");
        FreshCopy.assertEqual(stack, replica);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ghOst(boolean hidden) throws Exception {
        String settings = "    limit_tables: [<name>.t, <name>.child]\n"
                + (hidden ? "    ghost_schema: <name>_ghosts\n" : "")
                + "type_override: {\"tinyint(1)\": {override_to: boolean, override_tables: [<name>.t]}}\n";
        try (Replica replica = Replica.create(stack, "ghost", settings)) {
            createTable(replica);
            replica.mySql("ALTER TABLE t ADD flag TINYINT(1) NOT NULL DEFAULT 1");
            replica.mySql("ALTER TABLE child DROP FOREIGN KEY to_t");
            replica.initialise();
            try (TableLoad load = new TableLoad(replica, 2, 5, OnlineSchemaChangeIT::change)) {
                replica.mySql(
                        "CREATE /* gh-ost */ TABLE _t_ghc (id bigint unsigned auto_increment, last_update timestamp not null"
                                + " DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, hint varchar(64) charset ascii"
                                + " not null, value varchar(4096) charset ascii not null, primary key(id), unique key"
                                + " hint_uidx(hint)) auto_increment=256 comment='gh-ost'",
                        "INSERT /* gh-ost */ INTO _t_ghc (id, hint, value) VALUES (NULLIF(2, 0), 'state', 'Migrated')"
                                + " ON DUPLICATE KEY UPDATE last_update=NOW(), value=VALUES(value)",
                        "CREATE /* gh-ost */ TABLE _t_gho LIKE t",
                        "ALTER /* gh-ost */ TABLE _t_gho ADD COLUMN added DATETIME(3) DEFAULT '2020-01-01 00:00:00.5',"
                                + " MODIFY v BIGINT NOT NULL, DROP KEY by_v, ADD KEY by_note (note, v)",
                        "INSERT /* gh-ost */ INTO _t_ghc (hint, value) VALUES ('heartbeat', 'now')");
                copyInChunks(replica, "_t_gho", "INSERT /* gh-ost */ IGNORE INTO");
                replica.awaitCaughtUp();
                assertThat(tables(replica, replica.schema())).isEqualTo(hidden ? "child t" : "_t_ghc _t_gho child t");
                assertThat(tables(replica, replica.schema() + "_ghosts"))
                        .isEqualTo(hidden ? replica.schema() + "__t_ghc " + replica.schema() + "__t_gho" : "");
                cutOver(replica);
                replica.mySql("DROP /* gh-ost */ TABLE IF EXISTS _t_ghc", "DROP /* gh-ost */ TABLE IF EXISTS _t_del");
                assertThat(load.statements()).isPositive();
            }
            assertFollowed(stack, replica);
            assertThat(tables(replica, replica.schema() + "_ghosts")).isEmpty();
        }
    }

    private static String tables(Replica replica, String schema) throws SQLException {
        return replica.postgresValue("SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_class"
                + " WHERE relkind = 'r' AND relnamespace = to_regnamespace('" + schema + "')");
    }

    private static void copyInChunks(Replica replica, String ghost, String insert) throws SQLException {
        for (int from = 0; from < ROWS; from += CHUNK) {
            replica.mySql(insert + " " + ghost + " (id, v, note) SELECT id, v, note FROM t FORCE INDEX (PRIMARY)"
                    + " WHERE id > " + from + " AND id <= " + (from + CHUNK) + " LOCK IN SHARE MODE");
        }
    }

    /**
     * The atomic cut-over: a sentry holds the place, and the rename waits behind the lock until the sentry is gone. What
     * gh-ost applies from the binlog by then is caught up here, under the lock.
     */
    private static void cutOver(Replica replica) throws Exception {
        replica.mySql(
                "CREATE /* gh-ost */ TABLE _t_del (id int auto_increment primary key) comment='ghost-cut-over-sentry'");
        try (Connection locking = replica.mySql();
                Statement lock = locking.createStatement()) {
            lock.execute("LOCK /* gh-ost */ TABLES t WRITE, _t_del WRITE, _t_gho WRITE");
            lock.execute("REPLACE /* gh-ost */ INTO _t_gho (id, v, note) SELECT id, v, note FROM t");
            lock.execute("DELETE /* gh-ost */ FROM _t_gho WHERE id NOT IN (SELECT id FROM t)");
            CompletableFuture<Void> rename = CompletableFuture.runAsync(() -> {
                try {
                    replica.mySql("RENAME /* gh-ost */ TABLE t TO _t_del, _t_gho TO t");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitWaiting(replica);
            lock.execute("DROP /* gh-ost */ TABLE IF EXISTS _t_del");
            lock.execute("UNLOCK TABLES");
            rename.join();
        }
    }

    private static void awaitWaiting(Replica replica) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !replica.mySqlValue("SELECT count(*) FROM performance_schema.processlist WHERE info LIKE"
                                + " 'RENAME /* gh-ost%' AND state LIKE 'Waiting for table metadata lock'")
                        .equals("0"));
    }

    @Test
    void ptOnlineSchemaChange() throws Exception {
        try (Replica replica = Replica.create(stack, "ptosc")) {
            createTable(replica);
            replica.initialise();
            try (TableLoad load = new TableLoad(replica, 2, 6, OnlineSchemaChangeIT::change)) {
                replica.mySql(
                        "CREATE TABLE `_t_new` (`id` int NOT NULL AUTO_INCREMENT, `v` int NOT NULL, `note` varchar(20)"
                                + " DEFAULT NULL, PRIMARY KEY (`id`), KEY `by_v` (`v`)) ENGINE=InnoDB",
                        "ALTER TABLE `_t_new` ADD COLUMN added VARCHAR(9) NOT NULL DEFAULT 'dflt' AFTER id,"
                                + " MODIFY note VARCHAR(40)",
                        "CREATE TRIGGER pt_osc_t_del AFTER DELETE ON t FOR EACH ROW"
                                + " DELETE IGNORE FROM `_t_new` WHERE `_t_new`.`id` <=> OLD.`id`",
                        "CREATE TRIGGER pt_osc_t_upd AFTER UPDATE ON t FOR EACH ROW BEGIN DELETE IGNORE FROM `_t_new`"
                                + " WHERE !(OLD.`id` <=> NEW.`id`) AND `_t_new`.`id` <=> OLD.`id`; REPLACE INTO `_t_new`"
                                + " (`id`, `v`, `note`) VALUES (NEW.`id`, NEW.`v`, NEW.`note`); END",
                        "CREATE TRIGGER pt_osc_t_ins AFTER INSERT ON t FOR EACH ROW REPLACE INTO `_t_new` (`id`, `v`,"
                                + " `note`) VALUES (NEW.`id`, NEW.`v`, NEW.`note`)");
                for (int from = 0; from < ROWS; from += CHUNK) {
                    replica.mySql(
                            "INSERT LOW_PRIORITY IGNORE INTO `_t_new` (`id`, `v`, `note`) SELECT `id`, `v`, `note`"
                                    + " FROM t FORCE INDEX(`PRIMARY`) WHERE ((`id` > " + from + ")) AND ((`id` <= "
                                    + (from + CHUNK) + ")) LOCK IN SHARE MODE");
                }
                // Rows that got a higher number meanwhile were taken by the triggers.
                replica.mySql(
                        "ANALYZE TABLE `_t_new`",
                        "RENAME TABLE t TO `_t_old`, `_t_new` TO t",
                        "ALTER TABLE child DROP FOREIGN KEY to_t, ADD CONSTRAINT _to_t FOREIGN KEY (t) REFERENCES t (id)",
                        "DROP TABLE IF EXISTS `_t_old`",
                        "DROP TRIGGER IF EXISTS pt_osc_t_del",
                        "DROP TRIGGER IF EXISTS pt_osc_t_upd",
                        "DROP TRIGGER IF EXISTS pt_osc_t_ins");
                assertThat(load.statements()).isPositive();
            }
            assertFollowed(stack, replica);
        }
    }
}
