package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every form of statement that the replica follows, or rightly passes over, has a scenario. */
class ScenarioClausesTest {

    private static final int FEWEST_STATEMENTS = 150;

    /** As statements begin; T stands for a name, * for anything. */
    private static final List<String> CLAUSES = List.of(
            "CREATE TABLE T (",
            "CREATE TABLE T LIKE",
            "CREATE TABLE T AS SELECT",
            "CREATE TABLE T SELECT",
            "CREATE TABLE IF NOT EXISTS T",
            "CREATE TEMPORARY TABLE",
            "CREATE TABLE T (* PARTITION BY",
            "CREATE TABLE T (* AUTO_INCREMENT",
            "CREATE TABLE T (* NOT NULL",
            "CREATE TABLE T (* DEFAULT '",
            "CREATE TABLE T (* DEFAULT (",
            "CREATE TABLE T (* DEFAULT CURRENT_TIMESTAMP",
            "CREATE TABLE T (* ON UPDATE NOW",
            "CREATE TABLE T (* GENERATED ALWAYS AS (* VIRTUAL",
            "CREATE TABLE T (* AS (* STORED",
            "CREATE TABLE T (* INVISIBLE",
            "CREATE TABLE T (* CHARACTER SET",
            "CREATE TABLE T (* COLLATE",
            "CREATE TABLE T (* UNIQUE KEY",
            "CREATE TABLE T (* COMMENT",
            "CREATE TABLE T (* CONSTRAINT T CHECK",
            "CREATE TABLE T (* NOT ENFORCED",
            "CREATE TABLE T (* FOREIGN KEY",
            "CREATE TABLE T (* REFERENCES",
            "CREATE TABLE T (* SERIAL",
            "DROP TABLE T;",
            "DROP TABLE IF EXISTS T, T",
            "DROP TABLE T.T",
            "DROP TEMPORARY TABLE",
            "RENAME TABLE T TO T;",
            "RENAME TABLE T TO T, T TO T, T TO T",
            "RENAME TABLE T TO T.T",
            "RENAME TABLE T.T TO T;",
            "RENAME TABLE T TO T.T, T.T TO T, T.T TO T.T",
            "TRUNCATE TABLE",
            "TRUNCATE T;",
            "ALTER TABLE T ADD T",
            "ALTER TABLE T ADD COLUMN",
            "ALTER TABLE T ADD (",
            "ALTER TABLE * FIRST",
            "ALTER TABLE * AFTER T",
            "ALTER TABLE * DROP COLUMN",
            "ALTER TABLE T DROP T,",
            "ALTER TABLE * MODIFY",
            "ALTER TABLE * MODIFY T INT",
            "ALTER TABLE * MODIFY T BIGINT",
            "ALTER TABLE * MODIFY T DECIMAL(",
            "ALTER TABLE * MODIFY T DOUBLE",
            "ALTER TABLE * MODIFY T VARCHAR(",
            "ALTER TABLE * MODIFY T CHAR(",
            "ALTER TABLE * MODIFY T TEXT",
            "ALTER TABLE * MODIFY T BINARY(",
            "ALTER TABLE * MODIFY T BLOB",
            "ALTER TABLE * MODIFY T BIT(",
            "ALTER TABLE * MODIFY T ENUM(",
            "ALTER TABLE * MODIFY T SET(",
            "ALTER TABLE * MODIFY T DATETIME",
            "ALTER TABLE * MODIFY T TIMESTAMP",
            "ALTER TABLE * CHANGE T T",
            "ALTER TABLE * CHANGE COLUMN",
            "ALTER TABLE * RENAME COLUMN T TO T",
            "ALTER TABLE * SET DEFAULT",
            "ALTER TABLE * DROP DEFAULT",
            "ALTER TABLE * SET INVISIBLE",
            "ALTER TABLE * SET VISIBLE",
            "ALTER TABLE * ADD INDEX",
            "ALTER TABLE * ADD KEY",
            "ALTER TABLE * ADD UNIQUE",
            "ALTER TABLE * ADD FULLTEXT",
            "ALTER TABLE * DROP INDEX",
            "ALTER TABLE * DROP KEY",
            "ALTER TABLE * RENAME INDEX",
            "ALTER TABLE * ALTER INDEX",
            "ALTER TABLE * ADD PRIMARY KEY",
            "ALTER TABLE T DROP PRIMARY KEY;",
            "ALTER TABLE T DROP PRIMARY KEY, ADD PRIMARY KEY",
            "ALTER TABLE * ADD FOREIGN KEY",
            "ALTER TABLE * ADD CONSTRAINT T FOREIGN KEY",
            "ALTER TABLE * DROP FOREIGN KEY",
            "ALTER TABLE * ADD CHECK",
            "ALTER TABLE * ADD CONSTRAINT T CHECK",
            "ALTER TABLE * ADD CONSTRAINT T UNIQUE",
            "ALTER TABLE * ALTER CHECK",
            "ALTER TABLE * DROP CHECK",
            "ALTER TABLE * DROP CONSTRAINT",
            "ALTER TABLE * COMMENT",
            "ALTER TABLE * CONVERT TO CHARACTER SET",
            "ALTER TABLE * DEFAULT CHARACTER SET",
            "ALTER TABLE * AUTO_INCREMENT =",
            "ALTER TABLE * ENGINE =",
            "ALTER TABLE * ROW_FORMAT =",
            "ALTER TABLE * PARTITION BY",
            "ALTER TABLE * ADD PARTITION",
            "ALTER TABLE * REORGANIZE PARTITION",
            "ALTER TABLE * COALESCE PARTITION",
            "ALTER TABLE * REMOVE PARTITIONING",
            "ALTER TABLE * ALGORITHM =",
            "ALTER TABLE * LOCK =",
            "ALTER TABLE * ORDER BY",
            "ALTER TABLE T RENAME TO T",
            "ALTER TABLE * RENAME TO T.T",
            "ALTER TABLE T RENAME T",
            "ALTER TABLE T FORCE",
            "ALTER TABLE * DISABLE KEYS",
            "CREATE INDEX",
            "CREATE UNIQUE INDEX",
            "DROP INDEX T ON T",
            "CREATE DATABASE",
            "DROP DATABASE",
            "ALTER DATABASE",
            "ALTER SCHEMA",
            "/*!",
            "CREATE VIEW",
            "CREATE OR REPLACE VIEW",
            "CREATE TRIGGER",
            "CREATE PROCEDURE",
            "CREATE FUNCTION",
            "CREATE EVENT",
            "CREATE USER",
            "GRANT",
            "REVOKE",
            "DROP USER",
            "ANALYZE TABLE",
            "OPTIMIZE TABLE",
            "FLUSH",
            "SAVEPOINT",
            "ROLLBACK TO SAVEPOINT",
            "XA START",
            "XA PREPARE",
            "XA COMMIT",
            "XA ROLLBACK",
            "LOCK TABLES");

    private static final List<String> MARIADB_CLAUSES = List.of(
            "CREATE OR REPLACE TABLE T (",
            "CREATE OR REPLACE TABLE T LIKE",
            "CREATE OR REPLACE TABLE T AS SELECT",
            "CREATE TABLE T AS SELECT",
            "ALTER TABLE IF EXISTS",
            "ALTER TABLE * ADD COLUMN IF NOT EXISTS",
            "ALTER TABLE * DROP COLUMN IF EXISTS",
            "ALTER TABLE * MODIFY COLUMN IF EXISTS",
            "ALTER TABLE * CHANGE COLUMN IF EXISTS",
            "ALTER TABLE * RENAME COLUMN",
            "ALTER TABLE * ADD INDEX IF NOT EXISTS",
            "ALTER TABLE * DROP INDEX IF EXISTS",
            "ALTER TABLE * DROP CONSTRAINT IF EXISTS",
            "CREATE INDEX IF NOT EXISTS",
            "DROP INDEX IF EXISTS",
            "RENAME TABLE",
            "CREATE SEQUENCE",
            "ALTER SEQUENCE",
            "DROP SEQUENCE",
            "XA COMMIT");

    private static List<String> statements(String folder) throws IOException {
        return Scenario.all(folder).stream()
                .flatMap(scenario -> scenario.after().stream())
                .map(statement -> statement.replaceAll("\\s+", " ").strip() + ";")
                .toList();
    }

    /** T stands for a name, * for anything. */
    private static Pattern pattern(String clause) {
        String name = "(?:`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\"|[\\w<>]+)";
        StringBuilder regex = new StringBuilder();
        for (String part : clause.split("(?<=\\W)|(?=\\W)")) {
            regex.append(part.equals("T") ? name : part.equals("*") ? ".*" : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    private static Stream<String> missing(List<String> clauses, List<String> statements) {
        return clauses.stream().filter(clause -> statements.stream()
                .noneMatch(statement -> pattern(clause).matcher(statement).lookingAt()));
    }

    @Test
    void everyClauseHasAScenario() throws IOException {
        List<String> statements = statements("scenarios");
        assertThat(missing(CLAUSES, statements)).isEmpty();
        assertThat(missing(MARIADB_CLAUSES, statements("scenarios-mariadb"))).isEmpty();
        assertThat(statements.stream().filter(ScenarioClausesTest::isDdl)).hasSizeGreaterThan(FEWEST_STATEMENTS);
    }

    private static boolean isDdl(String statement) {
        return statement.matches("(?i)(CREATE|DROP|ALTER|RENAME|TRUNCATE|/\\*!).*");
    }
}
