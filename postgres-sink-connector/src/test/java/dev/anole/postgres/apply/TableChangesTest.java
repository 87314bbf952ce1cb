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
import org.junit.jupiter.api.Test;

class TableChangesTest {

    private static final ReplicatedTable TABLE =
            new ReplicatedTable(MappedTable.plain(definition(), new PostgresName("s", "t")));

    private final TableChanges changes = new TableChanges(TABLE, false);

    /** A primary key, a unique column, a plain column. */
    private static TableDefinition definition() {
        return new TableDefinition(
                new TableId("d", "t"),
                List.of(column("id"), column("code"), column("note")),
                List.of(index(IndexDefinition.PRIMARY, "id"), index("code", "code")),
                List.of(),
                "");
    }

    private static ColumnDefinition column(String name) {
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
                true,
                null,
                false,
                false,
                false,
                false,
                "");
    }

    private static IndexDefinition index(String name, String column) {
        return new IndexDefinition(name, true, "BTREE", List.of(new IndexDefinition.Part(column, null, 0, false)));
    }

    private static RowImage row(String... values) {
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

    @Test
    void insertAndDeleteCancel() {
        insert(row("1", "a", "x"));
        update(row("1", "a", "x"), row("1", "a", "y"));
        delete(row("1", "a", "y"));

        assertThat(changes.size()).isZero();
    }

    @Test
    void theLastImageOfARowWins() {
        update(row("1", "a", "x"), row("1", "a", "y"));
        update(row("1", "a", "y"), row("1", "a", null));

        assertThat(changes.byStatement())
                .isEqualTo(new NetChanges.ByStatement(
                        List.of(), List.of(row("1", "a", "x")), List.of(row("1", "a", null)), List.of()));
    }

    @Test
    void aRowDeletedAndInsertedAgainIsUpdated() {
        delete(row("1", "a", "x"));
        insert(row("1", "a", "z"));

        assertThat(changes.byStatement().updatesAfter()).containsExactly(row("1", "a", "z"));
        assertThat(changes.byStatement().deletes()).isEmpty();
    }

    @Test
    void swappedUniqueValuesAreDeletedBeforeTheyAreInserted() {
        update(row("1", "a", "x"), row("1", "tmp", "x"));
        update(row("2", "b", "x"), row("2", "a", "x"));
        update(row("1", "tmp", "x"), row("1", "b", "x"));

        NetChanges.ByStatement rows = changes.byStatement();

        assertThat(rows.deletes()).containsExactly(row("1", "a", "x"), row("2", "b", "x"));
        assertThat(rows.updatesAfter()).isEmpty();
        assertThat(rows.inserts()).containsExactly(row("1", "b", "x"), row("2", "a", "x"));
    }

    @Test
    void aChangedKeyIsADeleteAndAnInsert() {
        update(row("1", "a", "x"), row("2", "a", "x"));

        NetChanges.ByStatement rows = changes.byStatement();

        assertThat(rows.deletes()).containsExactly(row("1", "a", "x"));
        assertThat(rows.inserts()).containsExactly(row("2", "a", "x"));
    }

    @Test
    void aKeyThatWandersBackLeavesOneUpdate() {
        update(row("1", "a", "x"), row("2", "a", "x"));
        update(row("2", "a", "x"), row("1", "a", "y"));

        NetChanges.ByStatement rows = changes.byStatement();

        assertThat(rows.deletes()).isEmpty();
        assertThat(rows.updatesAfter()).containsExactly(row("1", "a", "y"));
        assertThat(rows.inserts()).isEmpty();
    }

    @Test
    void nullAndEmptyTextDiffer() {
        update(row("1", null, "x"), row("1", "", "x"));

        assertThat(changes.byStatement().deletes()).hasSize(1);
        assertThat(changes.byStatement().inserts()).containsExactly(row("1", "", "x"));
    }

    @Test
    void whileATableJoinsEveryTouchedKeyIsDeletedFirst() {
        TableChanges joining = new TableChanges(TABLE, true);
        joining.add(Operation.INSERT, null, row("1", "a", "x"));
        joining.add(Operation.DELETE, row("1", "a", "x"), null);
        joining.add(Operation.UPDATE, row("2", "b", "x"), row("2", "b", "y"));
        joining.add(Operation.UPDATE, row("3", "c", "x"), row("4", "c", "x"));

        NetChanges.ByStatement rows = joining.byStatement();

        assertThat(rows.deletes()).extracting(row -> row.text(0)).containsExactly("1", "2", "3", "4");
        assertThat(rows.updatesAfter()).isEmpty();
        assertThat(rows.inserts()).containsExactly(row("2", "b", "y"), row("4", "c", "x"));
    }
}
