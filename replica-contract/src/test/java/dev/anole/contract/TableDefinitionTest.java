package dev.anole.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableDefinitionTest {

    private static final ColumnDefinition EMPTY_BY_DEFAULT = new ColumnDefinition(
            "v",
            DataType.VARCHAR,
            "varchar(4)",
            false,
            null,
            null,
            4,
            0,
            0,
            List.of(),
            true,
            "",
            false,
            false,
            false,
            false,
            "");

    private static final ColumnDefinition PLACE = new ColumnDefinition(
            "place",
            DataType.GEOMETRY,
            "point",
            false,
            null,
            null,
            0,
            0,
            0,
            List.of(),
            true,
            null,
            false,
            false,
            true,
            false,
            "where",
            false,
            true,
            4326L);

    @Test
    void isReadAsItWasWritten() {
        TableDefinition table = new TableDefinition(
                new TableId("shop", "orders"),
                List.of(PLACE, PLACE.asJson(), EMPTY_BY_DEFAULT),
                List.of(),
                List.of(),
                "",
                List.of(new CheckDefinition("positive", "(`a` > 0)", true)));

        assertThat(TableDefinition.fromJson(table.toJson())).isEqualTo(table);
    }

    @Test
    void formerVersionsStoredLess() {
        TableDefinition table = TableDefinition.fromJson("""
                {"id": {"database": "shop", "table": "orders"}, "indexes": [], "foreignKeys": [], "comment": "",
                 "columns": [{"name": "id", "dataType": "INT", "columnType": "int"}]}""");

        assertThat(table.checks()).isEmpty();
        assertThat(table.columns().get(0).json()).isFalse();
        assertThat(table.columns().get(0).srid()).isNull();
    }
}
