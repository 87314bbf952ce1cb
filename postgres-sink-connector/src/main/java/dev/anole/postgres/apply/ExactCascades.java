package dev.anole.postgres.apply;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which foreign keys' effects can be carried out in PostgreSQL just as MySQL does, where MySQL does not log them. MySQL
 * finds child rows by its comparison of the column's type and collation, PostgreSQL by equality.
 */
public final class ExactCascades {

    private static final String SET_NULL = "SET NULL";

    private ExactCascades() {}

    /**
     * What stands in the way of that.
     *
     * @param key one of the child's that {@linkplain ForeignKeyDefinition#cascades cascades}
     * @return a clause for the operator; empty if nothing does
     */
    public static Optional<String> obstacle(TableDefinition child, ForeignKeyDefinition key, TableDefinition parent) {
        if (key.onUpdate().equals("SET DEFAULT") || key.onDelete().equals("SET DEFAULT")) {
            return Optional.of("SET DEFAULT is not carried out");
        }
        if (!isUnique(parent, key.referencedColumns())) {
            return Optional.of("the columns that it refers to are no unique key of " + parent.id());
        }
        for (int i = 0; i < key.columns().size(); i++) {
            ColumnDefinition column = column(child, key.columns().get(i));
            ColumnDefinition referenced = column(parent, key.referencedColumns().get(i));
            Optional<String> found = comparison(column, referenced);
            if (found.isPresent()) {
                return found;
            }
        }
        boolean changesColumns = key.changesOnUpdate() || key.onDelete().equals(SET_NULL);
        if (changesColumns && child.columns().stream().anyMatch(ColumnDefinition::generated)) {
            return Optional.of("it changes columns of a table with generated columns, which may depend on them");
        }
        return sharedColumn(child, key)
                .map(column ->
                        "its column " + column + " belongs to another cascading foreign key too, and what becomes"
                                + " of it depends on the order in which MySQL follows them");
    }

    private static boolean isUnique(TableDefinition table, List<String> columns) {
        Set<String> wanted = lowerCase(columns);
        return table.indexes().stream()
                .filter(index -> index.unique() && index.coversWholeColumns())
                .anyMatch(index -> wanted.equals(lowerCase(index.parts().stream()
                        .map(IndexDefinition.Part::column)
                        .map(String::valueOf)
                        .toList())));
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }

    private static ColumnDefinition column(TableDefinition table, String name) {
        return table.column(name)
                .orElseThrow(() -> new IllegalArgumentException("Table " + table.id() + " has no column " + name));
    }

    private static Optional<String> comparison(ColumnDefinition column, ColumnDefinition referenced) {
        boolean exact =
                switch (column.dataType()) {
                    case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, YEAR, VARBINARY ->
                        referenced.dataType() == column.dataType();
                    case DECIMAL, DATE, DATETIME, TIMESTAMP, TIME, BINARY, BIT ->
                        referenced.columnType().equalsIgnoreCase(column.columnType());
                    case CHAR, VARCHAR -> isBinary(column) && isBinary(referenced);
                    case FLOAT, DOUBLE, TEXT, BLOB, ENUM, SET, JSON, VECTOR, GEOMETRY, INET4, INET6, UUID, OTHER ->
                        false;
                };
        if (exact) {
            return Optional.empty();
        }
        String collation = column.collation();
        return Optional.of("MySQL compares its column " + column.name() + " (" + column.columnType()
                + (collation == null ? "" : " COLLATE " + collation) + ") with " + referenced.name() + " ("
                + referenced.columnType() + ") in another way than PostgreSQL");
    }

    /** MySQL keeps no spaces at the end of CHAR; of VARCHAR it does, and most collations pass over them. */
    private static boolean isBinary(ColumnDefinition column) {
        String collation = column.collation();
        if (collation == null || !collation.endsWith("_bin")) {
            return false;
        }
        return switch (column.dataType()) {
            case CHAR -> true;
            case VARCHAR -> collation.endsWith("_0900_bin") || collation.endsWith("_nopad_bin");
            default -> false;
        };
    }

    /** One that two keys change, not both in the same way. */
    private static Optional<String> sharedColumn(TableDefinition child, ForeignKeyDefinition key) {
        for (ForeignKeyDefinition other : child.foreignKeys()) {
            boolean rivals = !other.name().equals(key.name())
                    && other.cascades()
                    && (key.onDelete().equals(SET_NULL)
                            || key.onUpdate().equals(SET_NULL)
                            || other.onDelete().equals(SET_NULL)
                            || other.onUpdate().equals(SET_NULL));
            Optional<String> shared = rivals
                    ? key.columns().stream()
                            .filter(column -> other.columns().stream().anyMatch(column::equalsIgnoreCase))
                            .findFirst()
                    : Optional.empty();
            if (shared.isPresent()) {
                return shared;
            }
        }
        return Optional.empty();
    }
}
