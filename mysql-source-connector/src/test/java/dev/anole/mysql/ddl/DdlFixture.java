package dev.anole.mysql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ddl.ColumnSpec;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableClause;
import dev.anole.contract.ddl.TextDefaults;
import java.util.List;
import java.util.Map;

/** Parsers of both dialects over a small set of collations, for statements of the database "shop". */
final class DdlFixture {

    static final TextDefaults UTF8MB4 = new TextDefaults("utf8mb4", "utf8mb4_0900_ai_ci");
    static final TextDefaults LATIN1 = new TextDefaults("latin1", "latin1_swedish_ci");

    static final Collations COLLATIONS = new Collations(
            Map.of(
                    "utf8mb4", "utf8mb4_0900_ai_ci",
                    "utf8mb3", "utf8mb3_general_ci",
                    "latin1", "latin1_swedish_ci",
                    "ucs2", "ucs2_general_ci",
                    "binary", "binary"),
            Map.of(
                    "utf8mb4_0900_ai_ci", "utf8mb4",
                    "utf8mb4_bin", "utf8mb4",
                    "utf8mb4_uca1400_ai_ci", "utf8mb4",
                    "utf8mb3_general_ci", "utf8mb3",
                    "utf8mb3_bin", "utf8mb3",
                    "latin1_swedish_ci", "latin1",
                    "latin1_bin", "latin1",
                    "ucs2_general_ci", "ucs2",
                    "binary", "binary"),
            Map.of("shop", UTF8MB4, "old", LATIN1),
            UTF8MB4);

    private DdlFixture() {}

    static DdlStatement statement(Dialect dialect, String sql, SqlMode mode) {
        return new DdlParser(rules(dialect)).parse("shop", sql, mode, "", 0).orElseThrow();
    }

    static SchemaChange change(Dialect dialect, String sql) {
        return statement(dialect, sql, SqlMode.DEFAULT).change();
    }

    /** Clauses of a statement that creates or alters a table. */
    static List<TableClause> clauses(Dialect dialect, String sql) {
        return clauses(change(dialect, sql));
    }

    static List<TableClause> clauses(SchemaChange change) {
        if (change instanceof SchemaChange.CreateTable create) {
            return create.clauses();
        }
        assertThat(change).isInstanceOf(SchemaChange.AlterTable.class);
        return ((SchemaChange.AlterTable) change).clauses();
    }

    /** The only column of CREATE TABLE, by its definition. */
    static ColumnSpec column(Dialect dialect, String definition) {
        return column(dialect, definition, SqlMode.DEFAULT);
    }

    static ColumnSpec column(Dialect dialect, String definition, SqlMode mode) {
        SchemaChange change = statement(dialect, "CREATE TABLE t (c " + definition + ")", mode)
                .change();
        List<TableClause> clauses = clauses(change);
        assertThat(clauses).hasSize(1);
        return ((TableClause.AddColumn) clauses.get(0)).column();
    }

    static ServerRules rules(Dialect dialect) {
        return new ServerRules(dialect, COLLATIONS, "CET", true);
    }
}
