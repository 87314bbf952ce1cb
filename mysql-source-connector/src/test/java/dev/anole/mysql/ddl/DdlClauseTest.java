package dev.anole.mysql.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.anole.contract.IndexDefinition;
import dev.anole.contract.IndexDefinition.Part;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.ColumnPlace;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableClause;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DdlClauseTest {

    private static final TableId PARENT = new TableId("shop", "p");

    static Stream<Arguments> clausesOfBoth() {
        return Stream.of(
                arguments("DROP c", new TableClause.DropColumn("c", false)),
                arguments("DROP COLUMN `c` CASCADE", new TableClause.DropColumn("c", false)),
                arguments("DROP COLUMN c RESTRICT", new TableClause.DropColumn("c", false)),
                arguments("RENAME COLUMN a TO `b`", new TableClause.RenameColumn("a", "b")),
                arguments("ALTER c SET DEFAULT 5", new TableClause.SetDefault("c", "5", false, false)),
                arguments("ALTER COLUMN c SET DEFAULT 'it''s'", new TableClause.SetDefault("c", "it's", false, false)),
                arguments("ALTER c SET DEFAULT -1.50", new TableClause.SetDefault("c", "-1.50", false, false)),
                arguments("ALTER c SET DEFAULT (a + 1)", new TableClause.SetDefault("c", "a + 1", true, false)),
                arguments("ALTER c SET DEFAULT NULL", new TableClause.SetDefault("c", null, false, false)),
                arguments("ALTER c DROP DEFAULT", new TableClause.SetDefault("c", null, false, false)),
                arguments("ADD INDEX (a)", index(null, false, "BTREE", part("a"))),
                arguments("ADD KEY `i` (a, `b`)", index("i", false, "BTREE", part("a"), part("b"))),
                arguments(
                        "ADD KEY I USING HASH (a(10) DESC, b ASC) COMMENT 'x' KEY_BLOCK_SIZE=1",
                        index("I", false, "BTREE", new Part("a", null, 10, true), part("b"))),
                arguments("ADD UNIQUE (a)", index(null, true, "BTREE", part("a"))),
                arguments("ADD UNIQUE KEY u (a) USING BTREE", index("u", true, "BTREE", part("a"))),
                arguments("ADD CONSTRAINT k UNIQUE (a)", index("k", true, "BTREE", part("a"))),
                arguments("ADD CONSTRAINT k UNIQUE INDEX u (a)", index("u", true, "BTREE", part("a"))),
                arguments("ADD CONSTRAINT UNIQUE (a)", index(null, true, "BTREE", part("a"))),
                arguments("ADD PRIMARY KEY (a, b)", index("PRIMARY", true, "BTREE", part("a"), part("b"))),
                arguments("ADD CONSTRAINT pk PRIMARY KEY USING BTREE (a)", index("PRIMARY", true, "BTREE", part("a"))),
                arguments("ADD FULLTEXT KEY f (a) WITH PARSER ngram", index("f", false, "FULLTEXT", part("a"))),
                arguments("ADD FULLTEXT (a, b)", index(null, false, "FULLTEXT", part("a"), part("b"))),
                arguments("ADD SPATIAL INDEX s (a)", index("s", false, "SPATIAL", part("a"))),
                arguments("ADD VECTOR INDEX v (a) M=8 DISTANCE=cosine", index("v", false, "VECTOR", part("a"))),
                arguments("DROP INDEX i", new TableClause.DropIndex("i", false)),
                arguments("DROP KEY `i`", new TableClause.DropIndex("i", false)),
                arguments("DROP PRIMARY KEY", new TableClause.DropIndex(IndexDefinition.PRIMARY, false)),
                arguments("RENAME INDEX i TO j", new TableClause.RenameIndex("i", "j", false)),
                arguments("RENAME KEY i TO j", new TableClause.RenameIndex("i", "j", false)),
                arguments("DROP FOREIGN KEY fk", new TableClause.DropForeignKey("fk", false)),
                arguments("DROP FOREIGN KEY shop.fk", new TableClause.DropForeignKey("fk", false)),
                arguments("DROP CONSTRAINT k", new TableClause.DropConstraint("k", false)),
                arguments(
                        "ADD FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL",
                        foreignKey(null, null, PARENT, "SET NULL", "CASCADE")),
                arguments(
                        "ADD CONSTRAINT fk FOREIGN KEY i (a) REFERENCES x.p (id) MATCH SIMPLE ON UPDATE NO ACTION"
                                + " ON DELETE RESTRICT",
                        foreignKey("fk", "i", new TableId("x", "p"), "NO ACTION", "RESTRICT")),
                arguments(
                        "ADD FOREIGN KEY (a) REFERENCES p (id) ON DELETE SET DEFAULT ON UPDATE CASCADE",
                        foreignKey(null, null, PARENT, "CASCADE", "SET DEFAULT")),
                arguments("DEFAULT CHARACTER SET latin1", new TableClause.SetText(DdlFixture.LATIN1)),
                arguments("CHARSET = latin1", new TableClause.SetText(DdlFixture.LATIN1)),
                arguments(
                        "DEFAULT CHARACTER SET = latin1 COLLATE = latin1_swedish_ci",
                        new TableClause.SetText(DdlFixture.LATIN1)),
                arguments("COLLATE latin1_swedish_ci", new TableClause.SetText(DdlFixture.LATIN1)),
                arguments("CONVERT TO CHARACTER SET latin1", new TableClause.ConvertText(DdlFixture.LATIN1)),
                arguments("CONVERT TO CHARSET utf8mb4", new TableClause.ConvertText(DdlFixture.UTF8MB4)),
                arguments("CONVERT TO CHARACTER SET DEFAULT", new TableClause.ConvertText(DdlFixture.UTF8MB4)),
                arguments(
                        "CONVERT TO CHARACTER SET latin1 COLLATE latin1_swedish_ci",
                        new TableClause.ConvertText(DdlFixture.LATIN1)),
                arguments("COMMENT 'x'", new TableClause.SetComment("x")),
                arguments("COMMENT = 'RENAME TO u'", new TableClause.SetComment("RENAME TO u")));
    }

    static Stream<Arguments> clausesOfMySql() {
        return Stream.of(
                arguments("ALTER c SET INVISIBLE", new TableClause.SetVisible("c", false)),
                arguments("ALTER COLUMN c SET VISIBLE", new TableClause.SetVisible("c", true)),
                arguments(
                        "ADD INDEX f ((a + 1) DESC, b, (lower(`c`)))",
                        index(
                                "f",
                                false,
                                "BTREE",
                                new Part(null, "a + 1", 0, true),
                                part("b"),
                                new Part(null, "lower(`c`)", 0, false))),
                arguments("ADD KEY i (a) INVISIBLE ENGINE_ATTRIBUTE='{}'", index("i", false, "BTREE", part("a"))),
                arguments("ADD CHECK (a > 0)", new TableClause.AddCheck(null, "a > 0", true, false)),
                arguments(
                        "ADD CONSTRAINT k CHECK (a IN ('x', \"y\")) NOT ENFORCED",
                        new TableClause.AddCheck("k", "a IN ('x', 'y')", false, false)),
                arguments("ALTER CHECK k NOT ENFORCED", new TableClause.AlterCheck("k", false)),
                arguments("ALTER CONSTRAINT k ENFORCED", new TableClause.AlterCheck("k", true)),
                arguments("DROP CHECK k", new TableClause.DropCheck("k")),
                arguments(
                        "ADD FOREIGN KEY (a) REFERENCES p (id)",
                        foreignKey(null, null, PARENT, "NO ACTION", "NO ACTION")));
    }

    static Stream<Arguments> clausesOfMariaDb() {
        return Stream.of(
                arguments("DROP COLUMN IF EXISTS c", new TableClause.DropColumn("c", true)),
                arguments("DROP IF EXISTS c", new TableClause.DropColumn("c", true)),
                arguments("DROP INDEX IF EXISTS i", new TableClause.DropIndex("i", true)),
                arguments("DROP FOREIGN KEY IF EXISTS f", new TableClause.DropForeignKey("f", true)),
                arguments("DROP CONSTRAINT IF EXISTS k", new TableClause.DropConstraint("k", true)),
                arguments("RENAME INDEX IF EXISTS i TO j", new TableClause.RenameIndex("i", "j", true)),
                arguments("RENAME COLUMN IF EXISTS a TO b", new TableClause.RenameColumn("a", "b")),
                arguments("ALTER COLUMN IF EXISTS c SET DEFAULT 1", new TableClause.SetDefault("c", "1", false, true)),
                arguments(
                        "ALTER c SET DEFAULT now()",
                        new TableClause.SetDefault("c", "current_timestamp()", true, false)),
                arguments(
                        "ADD INDEX IF NOT EXISTS i (a)",
                        new TableClause.AddIndex("i", false, "BTREE", List.of(part("a")), true)),
                arguments(
                        "ADD UNIQUE INDEX IF NOT EXISTS i (a) NOT IGNORED",
                        new TableClause.AddIndex("i", true, "BTREE", List.of(part("a")), true)),
                arguments(
                        "ADD PRIMARY KEY IF NOT EXISTS (a)",
                        new TableClause.AddIndex("PRIMARY", true, "BTREE", List.of(part("a")), true)),
                arguments(
                        "ADD CONSTRAINT IF NOT EXISTS k CHECK (a > 0)",
                        new TableClause.AddCheck("k", "a > 0", false, true)),
                arguments(
                        "ADD CONSTRAINT fk FOREIGN KEY IF NOT EXISTS i (a) REFERENCES p (id)",
                        new TableClause.AddForeignKey(
                                "fk", "i", List.of("a"), PARENT, List.of("id"), "RESTRICT", "RESTRICT", true)));
    }

    @ParameterizedTest
    @MethodSource("clausesOfBoth")
    void readsClauses(String clause, TableClause expected) {
        for (Dialect dialect : Dialect.values()) {
            assertThat(DdlFixture.clauses(dialect, "ALTER TABLE t " + clause)).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("clausesOfMySql")
    void readsClausesOfMySql(String clause, TableClause expected) {
        assertThat(DdlFixture.clauses(Dialect.MYSQL, "ALTER TABLE t " + clause)).containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("clausesOfMariaDb")
    void readsClausesOfMariaDb(String clause, TableClause expected) {
        assertThat(DdlFixture.clauses(Dialect.MARIADB, "ALTER TABLE t " + clause))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADD INDEX i (a)",
                "ADD UNIQUE (a)",
                "ADD PRIMARY KEY (a)",
                "ADD CONSTRAINT fk FOREIGN KEY i (a) REFERENCES p (id)",
                "ADD FULLTEXT f (a)",
                "ADD CONSTRAINT k CHECK (a > 0)"
            })
    void readsTheSameKeysInCreateTable(String clause) {
        for (Dialect dialect : Dialect.values()) {
            List<TableClause> added = DdlFixture.clauses(dialect, "ALTER TABLE t " + clause);
            List<TableClause> created =
                    DdlFixture.clauses(dialect, "CREATE TABLE t (a INT, " + clause.substring(4) + ")");

            assertThat(created.get(1)).isEqualTo(added.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "ADD c INT                            | c | last",
                "ADD COLUMN c INT NOT NULL FIRST      | c | first",
                "ADD c INT DEFAULT 5 AFTER `a b`      | c | a b",
                "ADD c INT DEFAULT 'x' FIRST          | c | first"
            })
    void readsAddColumn(String clause, String name, String place) {
        for (Dialect dialect : Dialect.values()) {
            TableClause.AddColumn added = (TableClause.AddColumn)
                    DdlFixture.clauses(dialect, "ALTER TABLE t " + clause).get(0);

            assertThat(added.column().column().name()).isEqualTo(name);
            assertThat(added.place()).isEqualTo(place(place));
        }
    }

    @Test
    void readsAddWithBrackets() {
        for (Dialect dialect : Dialect.values()) {
            assertThat(DdlFixture.clauses(dialect, "ALTER TABLE t ADD COLUMN (a INT, b TEXT)"))
                    .hasSize(2);
            List<TableClause> mixed =
                    DdlFixture.clauses(dialect, "ALTER TABLE t ADD (a INT, KEY i (a), CHECK (a > 0))");

            assertThat(mixed).hasSize(3);
            assertThat(mixed.get(1)).isEqualTo(index("i", false, "BTREE", part("a")));
        }
        assertThat(DdlFixture.clauses(Dialect.MARIADB, "ALTER TABLE t ADD COLUMN IF NOT EXISTS (a INT, b INT)"))
                .allSatisfy(each ->
                        assertThat(((TableClause.AddColumn) each).ifNotExists()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MYSQL   | MODIFY c BIGINT                             | c | c | last   | false",
                "MYSQL   | MODIFY COLUMN c BIGINT FIRST                | c | c | first  | false",
                "MYSQL   | CHANGE c d BIGINT AFTER e                   | c | d | e      | false",
                "MYSQL   | CHANGE COLUMN `c` `d` BIGINT                | c | d | last   | false",
                "MARIADB | MODIFY COLUMN IF EXISTS c BIGINT AFTER x    | c | c | x      | true",
                "MARIADB | CHANGE IF EXISTS c d BIGINT                 | c | d | last   | true"
            })
    void readsChangeColumn(Dialect dialect, String clause, String former, String name, String place, boolean ifExists) {
        TableClause.ChangeColumn change = (TableClause.ChangeColumn)
                DdlFixture.clauses(dialect, "ALTER TABLE t " + clause).get(0);

        assertThat(change.column()).isEqualTo(former);
        assertThat(change.changed().column().name()).isEqualTo(name);
        assertThat(change.place()).isEqualTo(place(place));
        assertThat(change.ifExists()).isEqualTo(ifExists);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENGINE=InnoDB",
                "AUTO_INCREMENT = 100",
                "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8",
                "ALGORITHM=INPLACE, LOCK=NONE",
                "ALGORITHM INSTANT",
                "FORCE",
                "ENABLE KEYS",
                "DISABLE KEYS",
                "ORDER BY a DESC, b",
                "STATS_PERSISTENT=1, STATS_AUTO_RECALC=DEFAULT",
                "ALTER INDEX i INVISIBLE",
                "ALTER INDEX i NOT IGNORED",
                "WITH VALIDATION",
                "WITHOUT VALIDATION",
                "TABLESPACE ts",
                "COMPRESSION='zlib'",
                "ENCRYPTION='Y'",
                "ADD PARTITION (PARTITION p VALUES LESS THAN (10))",
                "ADD PARTITION PARTITIONS 4",
                "REORGANIZE PARTITION p INTO (PARTITION a VALUES IN (1), PARTITION b VALUES IN (2))",
                "COALESCE PARTITION 2",
                "REBUILD PARTITION ALL",
                "OPTIMIZE PARTITION p",
                "ANALYZE PARTITION p",
                "CHECK PARTITION p",
                "REPAIR PARTITION p",
                "REMOVE PARTITIONING",
                "PARTITION BY HASH (a) PARTITIONS 4",
                ""
            })
    void ignoresWhatChangesNothing(String clause) {
        for (Dialect dialect : Dialect.values()) {
            assertThat(DdlFixture.clauses(dialect, "ALTER TABLE t " + clause)).isEmpty();
        }
    }

    @Test
    void keepsTheOrderOfClauses() {
        String sql = "ALTER ONLINE TABLE t ALGORITHM=COPY, ADD c INT, FORCE, DROP KEY i, ORDER BY a, b, ADD KEY i (c),"
                + " ENGINE=InnoDB, COMMENT='x', DEFAULT CHARSET=latin1 PARTITION BY KEY (c)";

        for (Dialect dialect : Dialect.values()) {
            assertThat(DdlFixture.clauses(dialect, sql))
                    .hasSize(5)
                    .endsWith(
                            new TableClause.DropIndex("i", false),
                            index("i", false, "BTREE", part("c")),
                            new TableClause.SetText(DdlFixture.LATIN1),
                            new TableClause.SetComment("x"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RENAME TO u              | shop.u",
                "RENAME u                 | shop.u",
                "RENAME AS x.u            | x.u",
                "RENAME = u               | shop.u",
                "DROP c, RENAME `x`.`u`   | x.u"
            })
    void readsTheNewName(String clause, String name) {
        for (Dialect dialect : Dialect.values()) {
            SchemaChange.AlterTable change =
                    (SchemaChange.AlterTable) DdlFixture.change(dialect, "ALTER TABLE t " + clause);

            assertThat(String.valueOf(
                            change.renaming() == null ? null : change.renaming().to()))
                    .isEqualTo(name);
            assertThat(change.tables()).hasSize(2);
        }
    }

    @Test
    void readsIfExistsAndWait() {
        SchemaChange.AlterTable change =
                (SchemaChange.AlterTable) DdlFixture.change(Dialect.MARIADB, "ALTER TABLE IF EXISTS x.t WAIT 5 DROP c");

        assertThat(change.ifExists()).isTrue();
        assertThat(change.table()).isEqualTo(new TableId("x", "t"));
        assertThat(change.clauses()).containsExactly(new TableClause.DropColumn("c", false));
    }

    @Test
    void referencesTheDatabaseOfTheTable() {
        TableClause.AddForeignKey key = (TableClause.AddForeignKey)
                DdlFixture.clauses(Dialect.MYSQL, "ALTER TABLE x.t ADD FOREIGN KEY (a) REFERENCES p (id)")
                        .get(0);

        assertThat(key.referencedTable()).isEqualTo(new TableId("x", "p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE INDEX i ON t (a)                                       | false | BTREE",
                "CREATE UNIQUE INDEX i USING HASH ON t (a) ALGORITHM=INPLACE LOCK=NONE | true | BTREE",
                "CREATE FULLTEXT INDEX i ON t (a) WITH PARSER ngram            | false | FULLTEXT",
                "CREATE SPATIAL INDEX i ON t (a) COMMENT 'x'                   | false | SPATIAL",
                "CREATE VECTOR INDEX i ON t (a)                                | false | VECTOR"
            })
    void readsCreateIndex(String sql, boolean unique, String kind) {
        for (Dialect dialect : Dialect.values()) {
            assertThat(DdlFixture.clauses(dialect, sql)).containsExactly(index("i", unique, kind, part("a")));
        }
    }

    @Test
    void readsConditionalIndexStatements() {
        assertThat(DdlFixture.clauses(Dialect.MARIADB, "CREATE INDEX IF NOT EXISTS i ON t (a) WAIT 3"))
                .containsExactly(new TableClause.AddIndex("i", false, "BTREE", List.of(part("a")), true));
        assertThat(DdlFixture.clauses(Dialect.MARIADB, "DROP INDEX IF EXISTS i ON t"))
                .containsExactly(new TableClause.DropIndex("i", true));
        assertThat(DdlFixture.clauses(Dialect.MYSQL, "DROP INDEX `PRIMARY` ON t LOCK=NONE"))
                .containsExactly(new TableClause.DropIndex(IndexDefinition.PRIMARY, false));
    }

    private static Part part(String column) {
        return new Part(column, null, 0, false);
    }

    private static TableClause index(@Nullable String name, boolean unique, String kind, Part... parts) {
        return new TableClause.AddIndex(name, unique, kind, List.of(parts), false);
    }

    private static TableClause foreignKey(
            @Nullable String name, @Nullable String index, TableId parent, String onUpdate, String onDelete) {
        return new TableClause.AddForeignKey(
                name, index, List.of("a"), parent, List.of("id"), onUpdate, onDelete, false);
    }

    private static @Nullable ColumnPlace place(String place) {
        return switch (place) {
            case "last" -> null;
            case "first" -> new ColumnPlace(null);
            default -> new ColumnPlace(place);
        };
    }
}
