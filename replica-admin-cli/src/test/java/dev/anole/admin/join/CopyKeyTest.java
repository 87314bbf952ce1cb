package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyKeyTest {

    private static final ColumnDefinition ID = Columns.of("id", DataType.INT);
    private static final ColumnDefinition CODE = Columns.text("code", "utf8mb4");
    private static final ColumnDefinition KIND = Columns.of("kind", DataType.ENUM);

    @Test
    void isThePrimaryKeyInItsOwnOrder() {
        CopyKey key = CopyKey.of(Columns.table(List.of(ID, CODE), "code", "id")).orElseThrow();

        assertThat(key.quotedColumns()).containsExactly("`code`", "`id`");
        assertThat(key.forceIndex()).isEqualTo(" FORCE INDEX (`PRIMARY`)");
        assertThat(key.isOneInteger()).isFalse();
    }

    @Test
    void isAUniqueKeyWhereThereIsNoPrimaryKey() {
        IndexDefinition unique = new IndexDefinition(
                "by_code", true, "BTREE", List.of(new IndexDefinition.Part("code", null, 0, false)));

        CopyKey key =
                CopyKey.of(Columns.table(List.of(ID, CODE), List.of(unique))).orElseThrow();

        assertThat(key.forceIndex()).isEqualTo(" FORCE INDEX (`by_code`)");
    }

    @Test
    void isMissingWhereAColumnsOrderIsInDoubt() {
        assertThat(CopyKey.of(Columns.table(List.of(ID, KIND), "id", "kind"))).isEmpty();
    }

    @Test
    void isMissingWhereOnlyTheBeginningOfAColumnIsIndexed() {
        IndexDefinition prefix = new IndexDefinition(
                IndexDefinition.PRIMARY, true, "BTREE", List.of(new IndexDefinition.Part("code", null, 10, false)));

        assertThat(CopyKey.of(Columns.table(List.of(ID, CODE), List.of(prefix))))
                .isEmpty();
    }
}
