package dev.anole.contract.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.ColumnBuilder;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableEvolutionTest {

    private static final TableId TABLE = new TableId("shop", "t");
    private static final TableId PARENT = new TableId("shop", "p");
    private static final TextDefaults LATIN1 = new TextDefaults("latin1", "latin1_swedish_ci");

    private final TableDefinition table = new TableDefinition(
            TABLE,
            List.of(column("a"), column("b"), column("c")),
            List.of(index("PRIMARY", true, "a"), index("b", false, "b"), index("bc", false, "b", "c")),
            List.of(),
            "",
            List.of(new CheckDefinition("t_chk_1", "(`b` > 0)", true)),
            LATIN1);

    private static ColumnDefinition column(String name) {
        return new ColumnBuilder(name, DataType.INT, "int").build();
    }

    private static ColumnSpec spec(ColumnDefinition column) {
        return new ColumnSpec(column, 0, false, ColumnSpec.Key.NONE, List.of(), null);
    }

    private static IndexDefinition index(String name, boolean unique, String... columns) {
        return new IndexDefinition(
                name,
                unique,
                "BTREE",
                List.of(columns).stream()
                        .map(column -> new IndexDefinition.Part(column, null, 0, false))
                        .toList());
    }

    private static TableClause.AddForeignKey foreignKey(@Nullable String name, String column) {
        return new TableClause.AddForeignKey(
                name, null, List.of(column), PARENT, List.of("id"), "NO ACTION", "CASCADE", false);
    }

    private EvolvedTable alter(TableDefinition before, TableClause... clauses) {
        return TableEvolution.alter(
                before,
                new SchemaChange.AlterTable(TABLE, Dialect.MYSQL, false, List.of(clauses), ConversionMode.NONE, null));
    }

    private static List<String> names(TableDefinition definition) {
        return definition.columns().stream().map(ColumnDefinition::name).toList();
    }

    @Test
    void columnsGoWhereTheClausesSay() {
        EvolvedTable after = alter(
                table,
                new TableClause.AddColumn(spec(column("first")), new ColumnPlace(null), false),
                new TableClause.ChangeColumn("b", spec(column("b2")), new ColumnPlace("c"), false),
                new TableClause.AddColumn(spec(column("next")), new ColumnPlace("B2"), false),
                new TableClause.DropColumn("A", false));

        assertThat(names(after.definition())).containsExactly("first", "c", "b2", "next");
        assertThat(after.formerColumns()).isEqualTo(Map.of("c", "c", "b2", "b"));
    }

    @Test
    void namesSwapSinceClausesNameWhatWasBefore() {
        EvolvedTable after =
                alter(table, new TableClause.RenameColumn("a", "b"), new TableClause.RenameColumn("b", "a"));

        assertThat(names(after.definition())).containsExactly("b", "a", "c");
        assertThat(after.formerColumns()).containsEntry("b", "a").containsEntry("a", "b");
        assertThat(after.definition().primaryKey()).containsExactly("b");
    }

    @Test
    void indexesLoseTheColumnsThatGo() {
        TableDefinition after =
                alter(table, new TableClause.DropColumn("b", false)).definition();

        assertThat(after.indexes()).containsExactly(index("PRIMARY", true, "a"), index("bc", false, "c"));
        assertThat(after.checks()).isEmpty();
    }

    static Stream<TableClause> unknownConstraints() {
        return Stream.of(
                new TableClause.DropForeignKey("gone", false),
                new TableClause.DropConstraint("gone", false),
                new TableClause.DropCheck("gone"));
    }

    @ParameterizedTest
    @MethodSource("unknownConstraints")
    void aConstraintThatIsDroppedMustHaveBeenThere(TableClause clause) {
        assertThatExceptionOfType(EvolutionException.class)
                .isThrownBy(() -> alter(table, clause))
                .withMessageContaining("gone");
    }

    @Test
    void indexesAndOptionalConstraintsNeedNotHaveBeenThere() {
        TableDefinition after = alter(
                        table,
                        new TableClause.DropIndex("gone", false),
                        new TableClause.DropForeignKey("gone", true),
                        new TableClause.DropConstraint("gone", true))
                .definition();

        assertThat(after.indexes()).isEqualTo(table.indexes());
        assertThat(after.checks()).isEqualTo(table.checks());
    }

    @Test
    void thePrimaryKeyIsNotNull() {
        TableDefinition after = alter(
                        table,
                        new TableClause.DropIndex("PRIMARY", false),
                        new TableClause.AddIndex(
                                "PRIMARY",
                                true,
                                "BTREE",
                                List.of(new IndexDefinition.Part("c", null, 0, false)),
                                false))
                .definition();

        assertThat(after.primaryKey()).containsExactly("c");
        assertThat(after.column("c").orElseThrow().nullable()).isFalse();
    }

    @Test
    void theServersNamesAreFound() {
        TableDefinition after = alter(
                        table,
                        new TableClause.AddIndex(
                                null, false, "BTREE", List.of(new IndexDefinition.Part("b", null, 0, true)), false),
                        foreignKey(null, "c"),
                        foreignKey(null, "c"),
                        new TableClause.AddCheck(null, "`c` > 0", true, false))
                .definition();

        assertThat(after.indexes().stream().map(IndexDefinition::name))
                .containsExactly("PRIMARY", "b", "b_2", "bc", "c");
        assertThat(after.foreignKeys().stream().map(ForeignKeyDefinition::name))
                .containsExactly("t_ibfk_1", "t_ibfk_2");
        assertThat(after.checks().stream().map(CheckDefinition::name)).containsExactly("t_chk_1", "t_chk_2");
    }

    @Test
    void anIndexForAForeignKeyGoesOnceAnotherOneServes() {
        TableDefinition with = alter(table, foreignKey("fk", "c")).definition();
        assertThat(with.indexes().stream().map(IndexDefinition::name)).contains("fk");

        TableDefinition after = alter(
                        with,
                        new TableClause.AddIndex(
                                "ca",
                                false,
                                "BTREE",
                                List.of(
                                        new IndexDefinition.Part("c", null, 0, false),
                                        new IndexDefinition.Part("a", null, 0, false)),
                                false))
                .definition();

        assertThat(after.indexes().stream().map(IndexDefinition::name))
                .contains("ca")
                .doesNotContain("fk");
    }

    @Test
    void textTakesTheTablesCharacterSetAndItsSize() {
        ColumnDefinition text = new ColumnBuilder("t", DataType.TEXT, "text").build();
        TableDefinition after = alter(
                        table,
                        new TableClause.SetText(new TextDefaults("utf8mb4", "utf8mb4_bin")),
                        new TableClause.AddColumn(
                                new ColumnSpec(text, 20_000, false, ColumnSpec.Key.NONE, List.of(), null), null, false))
                .definition();

        ColumnDefinition column = after.column("t").orElseThrow();
        assertThat(column.characterSet()).isEqualTo("utf8mb4");
        assertThat(column.collation()).isEqualTo("utf8mb4_bin");
        assertThat(column.columnType()).isEqualTo("mediumtext");
    }

    @Test
    void namesThatAreMadeOfTheTablesGoWithIt() {
        TableId to = new TableId("shop", "u");
        TableDefinition with = alter(table, foreignKey(null, "c")).definition();

        TableDefinition after = TableEvolution.rename(with, to);

        assertThat(after.foreignKeys().get(0).name()).isEqualTo("u_ibfk_1");
        assertThat(after.checks().get(0).name()).isEqualTo("u_chk_1");
        assertThat(TableEvolution.follow(with, PARENT, to, Map.of("id", "number"))
                        .foreignKeys()
                        .get(0)
                        .referencedColumns())
                .containsExactly("number");
    }

    @Test
    void aStatementThatDoesNotFitIsRefused() {
        assertThatExceptionOfType(EvolutionException.class)
                .isThrownBy(() -> alter(table, new TableClause.DropColumn("z", false)))
                .withMessageContaining("column z");
        assertThat(names(alter(table, new TableClause.DropColumn("z", true)).definition()))
                .containsExactly("a", "b", "c");
    }
}
