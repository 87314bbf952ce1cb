package dev.anole.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One index as MySQL defines it ({@code information_schema.statistics}); the primary key is named {@code PRIMARY}.
 *
 * @param kind {@code BTREE}, {@code HASH}, {@code FULLTEXT} or {@code SPATIAL}
 * @param generated whether it is known that the server made it by itself for a foreign key, and takes it away where another
 *     one serves
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record IndexDefinition(String name, boolean unique, String kind, List<Part> parts, boolean generated) {

    /** MySQL's name of every primary key. */
    public static final String PRIMARY = "PRIMARY";

    public IndexDefinition {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        parts = List.copyOf(parts);
    }

    /**
     * One key part.
     *
     * @param column null where the part is an expression
     * @param expression of a functional key part; null otherwise
     * @param prefixLength characters or bytes that a prefix index covers; 0 for the whole column
     */
    public record Part(@Nullable String column, @Nullable String expression, int prefixLength, boolean descending) {}

    /** An index that somebody wanted. */
    public IndexDefinition(String name, boolean unique, String kind, List<Part> parts) {
        this(name, unique, kind, parts, false);
    }

    /** Whether uniqueness holds over whole columns, so that PostgreSQL can enforce the same. */
    public boolean coversWholeColumns() {
        return parts.stream().allMatch(part -> part.column() != null && part.prefixLength() == 0);
    }
}
