package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import java.util.List;
import java.util.Optional;

/**
 * How wide an index's rows can become. PostgreSQL's B-trees refuse rows of more than a third of a page, 2,704 bytes;
 * MySQL's keys have up to 3,072 bytes, counted in the column's character set.
 */
final class IndexWidth {

    /** Leaves something for the row's head and for alignment. */
    private static final int MAX_BYTES = 2600;

    private static final int OF_OTHER_TYPES = 36;

    private final TableDefinition definition;
    private final List<IndexDefinition.Part> parts;

    IndexWidth(TableDefinition definition, IndexDefinition index) {
        this.definition = definition;
        parts = index.parts();
    }

    boolean isTooWide() {
        return parts.stream().mapToLong(this::bytes).sum() > MAX_BYTES;
    }

    /** The characters or bytes of a part that PostgreSQL's index can have; 0 for all of the column. */
    int prefix(IndexDefinition.Part part) {
        Optional<ColumnDefinition> column = column(part);
        if (column.isEmpty() || !isTooWide() || !isString(column.get())) {
            return part.prefixLength();
        }
        long strings = parts.stream()
                .filter(each -> column(each).filter(IndexWidth::isString).isPresent())
                .count();
        int most = (int) (MAX_BYTES - (parts.size() - strings) * OF_OTHER_TYPES)
                / (int) strings
                / bytesPerCharacter(column.get());
        boolean fits = length(part, column.get()) <= most;
        return fits ? part.prefixLength() : most;
    }

    private long bytes(IndexDefinition.Part part) {
        return column(part)
                .filter(IndexWidth::isString)
                .map(column -> length(part, column) * bytesPerCharacter(column))
                .orElse((long) OF_OTHER_TYPES);
    }

    private static long length(IndexDefinition.Part part, ColumnDefinition column) {
        return part.prefixLength() > 0 ? part.prefixLength() : column.length();
    }

    private Optional<ColumnDefinition> column(IndexDefinition.Part part) {
        String name = part.column();
        return name == null ? Optional.empty() : definition.column(name);
    }

    private static boolean isString(ColumnDefinition column) {
        return switch (column.dataType()) {
            case CHAR, VARCHAR, TEXT, BINARY, VARBINARY, BLOB -> true;
            default -> false;
        };
    }

    /** In UTF-8. */
    private static int bytesPerCharacter(ColumnDefinition column) {
        String characterSet = column.characterSet();
        if (characterSet == null) {
            return 1;
        }
        return characterSet.equals("ascii") ? 1 : 4;
    }
}
