package dev.anole.admin.join;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Definitions for tests. */
final class Columns {

    private Columns() {}

    static ColumnDefinition of(String name, DataType type) {
        return of(name, type, null);
    }

    static ColumnDefinition text(String name, String characterSet) {
        return of(name, DataType.VARCHAR, characterSet);
    }

    private static ColumnDefinition of(String name, DataType type, @Nullable String characterSet) {
        return new ColumnDefinition(
                name,
                type,
                type.name(),
                false,
                characterSet,
                null,
                100,
                type == DataType.DECIMAL ? 10 : 0,
                0,
                List.of(),
                false,
                null,
                false,
                false,
                false,
                false,
                "");
    }

    /** The table {@code shop.orders} with that primary key. */
    static TableDefinition table(List<ColumnDefinition> columns, String... primaryKey) {
        List<IndexDefinition.Part> parts = Arrays.stream(primaryKey)
                .map(column -> new IndexDefinition.Part(column, null, 0, false))
                .toList();
        return table(columns, List.of(new IndexDefinition("PRIMARY", true, "BTREE", parts)));
    }

    static TableDefinition table(List<ColumnDefinition> columns, List<IndexDefinition> indexes) {
        return new TableDefinition(new TableId("shop", "orders"), columns, indexes, List.of(), "");
    }
}
