package dev.anole.postgres.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.MappedTable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BagChangesTest {

    private static final ReplicatedTable TABLE = table(List.of());

    private final NetChanges changes = NetChanges.of(TABLE);

    private static ReplicatedTable table(List<IndexDefinition> indexes) {
        TableDefinition definition = new TableDefinition(
                new TableId("d", "t"), List.of(column("a", true), column("b", false)), indexes, List.of(), "");
        return new ReplicatedTable(MappedTable.plain(definition, new PostgresName("s", "t")));
    }

    private static ColumnDefinition column(String name, boolean nullable) {
        return new ColumnDefinition(
                name,
                DataType.VARCHAR,
                "varchar(9)",
                false,
                "utf8mb4",
                null,
                9,
                0,
                0,
                List.of(),
                nullable,
                null,
                false,
                false,
                false,
                false,
                "");
    }

    private static IndexDefinition index(String name, boolean unique, int prefixLength, String... columns) {
        return new IndexDefinition(
                name,
                unique,
                "BTREE",
                List.of(columns).stream()
                        .map(column -> new IndexDefinition.Part(column, null, prefixLength, false))
                        .toList());
    }

    private static RowImage row(@Nullable String... values) {
        RowImage.Builder builder = new RowImage.Builder(values.length);
        for (String value : values) {
            if (value == null) {
                builder.endNull();
            } else {
                builder.buffer().append(value);
                builder.endValue();
            }
        }
        return builder.build();
    }

    private void insert(RowImage after) {
        changes.add(Operation.INSERT, null, after);
    }

    private void update(RowImage before, RowImage after) {
        changes.add(Operation.UPDATE, before, after);
    }

    private void delete(RowImage before) {
        changes.add(Operation.DELETE, before, null);
    }

    private void assertRows(List<RowImage> deletes, List<RowImage> inserts) {
        assertThat(changes.byStatement()).isEqualTo(new NetChanges.ByStatement(deletes, List.of(), List.of(), inserts));
    }

    @Test
    void anImageOccursOnceForEachRow() {
        insert(row("1", "x"));
        insert(row("1", "x"));
        delete(row("2", "y"));
        delete(row("2", "y"));
        delete(row("2", "y"));

        assertRows(List.of(row("2", "y"), row("2", "y"), row("2", "y")), List.of(row("1", "x"), row("1", "x")));
    }

    @Test
    void anUpdateTakesOneRowOfItsBeforeImage() {
        update(row("1", "x"), row("1", "z"));
        update(row("1", "x"), row("1", "z"));

        assertRows(List.of(row("1", "x"), row("1", "x")), List.of(row("1", "z"), row("1", "z")));
    }

    @Test
    void whatComesBackCancels() {
        update(row("1", "x"), row("1", "y"));
        update(row("1", "y"), row("1", "x"));
        delete(row("2", "y"));
        insert(row("2", "y"));
        insert(row("3", "z"));
        delete(row("3", "z"));

        assertRows(List.of(), List.of());
    }

    @Test
    void deletesOfMoreRowsThanWereInsertedRemain() {
        insert(row("1", "x"));
        delete(row("1", "x"));
        delete(row("1", "x"));

        assertRows(List.of(row("1", "x")), List.of());
    }

    @Test
    void nullIsNoEmptyText() {
        insert(row(null, "x"));
        delete(row("", "x"));

        assertRows(List.of(row("", "x")), List.of(row(null, "x")));
    }

    @Test
    void aTableWithAKeyIsNoBag() {
        assertThat(NetChanges.of(table(List.of(index("u", true, 0, "b"))))).isInstanceOf(TableChanges.class);
        assertThat(NetChanges.of(table(List.of(index("u", true, 0, "a"))))).isInstanceOf(BagChanges.class);
    }

    @Test
    void anIndexHelpsIfItsFirstColumnIsNeverNull() {
        assertThat(table(List.of(index("i", false, 0, "a", "b"))).indexedColumn())
                .isEmpty();
        assertThat(table(List.of(index("i", false, 3, "b"))).indexedColumn()).isEmpty();
        assertThat(table(List.of(index("i", false, 0, "a"), index("j", false, 0, "b", "a")))
                        .indexedColumn())
                .hasValue(1);
    }
}
