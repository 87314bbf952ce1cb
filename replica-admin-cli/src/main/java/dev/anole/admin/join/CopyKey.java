package dev.anole.admin.join;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import java.util.List;
import java.util.Optional;

/**
 * The key along which a table is copied in ranges.
 *
 * @param index MySQL's name of its index
 */
record CopyKey(String index, List<ColumnDefinition> columns) {
    CopyKey {
        columns = List.copyOf(columns);
    }

    /** The table's replica key; empty if ranges of it cannot be told apart safely. */
    static Optional<CopyKey> of(TableDefinition definition) {
        List<String> names = definition.replicaKey();
        return definition.indexes().stream()
                .filter(index -> index.unique() && index.kind().equals("BTREE") && index.coversWholeColumns())
                .filter(index -> index.parts().stream()
                        .map(IndexDefinition.Part::column)
                        .toList()
                        .equals(names))
                .findFirst()
                .map(index -> new CopyKey(index.name(), columns(definition, names)))
                .filter(key -> key.columns.stream().allMatch(KeyLiteral::isSupported));
    }

    private static List<ColumnDefinition> columns(TableDefinition definition, List<String> names) {
        return names.stream().map(name -> definition.column(name).orElseThrow()).toList();
    }

    List<String> quotedColumns() {
        return columns.stream().map(column -> TableId.quote(column.name())).toList();
    }

    /** Behind the table's name: without it MySQL may sort the table for each range. */
    String forceIndex() {
        return " FORCE INDEX (" + TableId.quote(index) + ")";
    }

    boolean isOneInteger() {
        return columns.size() == 1
                && switch (columns.get(0).dataType()) {
                    case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> true;
                    default -> false;
                };
    }
}
