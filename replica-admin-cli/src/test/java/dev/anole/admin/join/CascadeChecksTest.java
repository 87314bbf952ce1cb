package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CascadeChecksTest {

    @Test
    void letsThroughWhatCanBeDoneExactly() {
        for (ColumnDefinition column : List.of(
                column(DataType.INT, "int unsigned", null, false),
                column(DataType.BINARY, "binary(16)", null, false),
                column(DataType.CHAR, "char(36)", "ascii_bin", false),
                column(DataType.VARCHAR, "varchar(36)", "utf8mb4_0900_bin", false))) {
            assertThat(CascadeChecks.obstacles(List.of(parent(column), child(column, "CASCADE"))))
                    .as(column.columnType())
                    .isEmpty();
        }
    }

    @Test
    void refusesWhereMySqlComparesInAnotherWay() {
        for (ColumnDefinition column : List.of(
                column(DataType.CHAR, "char(36)", "utf8mb4_0900_ai_ci", false),
                column(DataType.VARCHAR, "varchar(36)", "utf8mb4_bin", false),
                column(DataType.ENUM, "enum('a')", "utf8mb4_bin", false),
                column(DataType.DOUBLE, "double", null, false))) {
            assertThat(CascadeChecks.obstacles(List.of(parent(column), child(column, "CASCADE"))))
                    .as(column.columnType())
                    .singleElement()
                    .asString()
                    .startsWith("fk of shop.orders: MySQL compares its column k (" + column.columnType());
            assertThat(CascadeChecks.obstacles(List.of(parent(column), child(column, "RESTRICT"))))
                    .isEmpty();
        }
    }

    @Test
    void refusesAChildWhoseParentIsNotReplicated() {
        ColumnDefinition column = column(DataType.INT, "int", null, false);

        assertThat(CascadeChecks.obstacles(List.of(child(column, "SET NULL"))))
                .singleElement()
                .asString()
                .contains("its parent shop.customers is not replicated");
    }

    @Test
    void refusesGeneratedColumnsThatACascadeMayChange() {
        ColumnDefinition parent = column(DataType.INT, "int", null, false);
        ColumnDefinition generated = column(DataType.INT, "int", null, true);

        assertThat(CascadeChecks.obstacles(List.of(parent(parent), child(generated, "SET NULL"))))
                .singleElement()
                .asString()
                .contains("generated columns");
        assertThat(CascadeChecks.obstacles(List.of(parent(parent), child(generated, "CASCADE"))))
                .isEmpty();
    }

    private static TableDefinition parent(ColumnDefinition column) {
        IndexDefinition key = new IndexDefinition(
                IndexDefinition.PRIMARY, true, "BTREE", List.of(new IndexDefinition.Part("k", null, 0, false)));
        return new TableDefinition(new TableId("shop", "customers"), List.of(column), List.of(key), List.of(), "");
    }

    private static TableDefinition child(ColumnDefinition column, String onDelete) {
        ForeignKeyDefinition key = new ForeignKeyDefinition(
                "fk", List.of("k"), new TableId("shop", "customers"), List.of("k"), "NO ACTION", onDelete);
        return new TableDefinition(new TableId("shop", "orders"), List.of(column), List.of(), List.of(key), "");
    }

    private static ColumnDefinition column(
            DataType type, String columnType, @Nullable String collation, boolean generated) {
        return new ColumnDefinition(
                "k",
                type,
                columnType,
                false,
                collation == null ? null : "utf8mb4",
                collation,
                0,
                0,
                0,
                List.of(),
                true,
                null,
                false,
                false,
                generated,
                false,
                "");
    }
}
