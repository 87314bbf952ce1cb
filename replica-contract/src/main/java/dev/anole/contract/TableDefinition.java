package dev.anole.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.ddl.TextDefaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table as MySQL defines it, its columns in their order.
 *
 * @param indexes the primary key first, the others in the order of their names
 * @param checks in the order of their names; without those that make a column MariaDB's JSON
 * @param text what columns get that come later and name no character set; null if it is not known
 */
public record TableDefinition(
        TableId id,
        List<ColumnDefinition> columns,
        List<IndexDefinition> indexes,
        List<ForeignKeyDefinition> foreignKeys,
        String comment,
        List<CheckDefinition> checks,
        @Nullable TextDefaults text) {

    /** The escape, behind an even number of backslashes. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public TableDefinition {
        requireNonNull(id, "id");
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        requireNonNull(comment, "comment");
        // Former versions stored none.
        checks = checks == null ? List.of() : List.copyOf(checks);
    }

    /** A table of which it is not known what text gets. */
    public TableDefinition(
            TableId id,
            List<ColumnDefinition> columns,
            List<IndexDefinition> indexes,
            List<ForeignKeyDefinition> foreignKeys,
            String comment,
            List<CheckDefinition> checks) {
        this(id, columns, indexes, foreignKeys, comment, checks, null);
    }

    /** A table without checks. */
    public TableDefinition(
            TableId id,
            List<ColumnDefinition> columns,
            List<IndexDefinition> indexes,
            List<ForeignKeyDefinition> foreignKeys,
            String comment) {
        this(id, columns, indexes, foreignKeys, comment, List.of());
    }

    /** The same table with other foreign keys. */
    public TableDefinition withForeignKeys(List<ForeignKeyDefinition> others) {
        return new TableDefinition(id, columns, indexes, others, comment, checks, text);
    }

    /** The column of that name (MySQL's column names do not differ by case alone, manual 11.2.3). */
    public Optional<ColumnDefinition> column(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The primary key's columns in key order; empty if there is none. */
    @JsonIgnore
    public List<String> primaryKey() {
        return indexes.stream()
                .filter(index -> index.name().equals(IndexDefinition.PRIMARY))
                .findFirst()
                .map(TableDefinition::columnNames)
                .orElse(List.of());
    }

    /**
     * The columns by which a row is found again: the primary key, else the first unique key over whole columns none of
     * which may be NULL; empty if the table has neither.
     */
    @JsonIgnore
    public List<String> replicaKey() {
        List<String> primaryKey = primaryKey();
        if (!primaryKey.isEmpty()) {
            return primaryKey;
        }
        return indexes.stream()
                .filter(index -> index.unique() && index.coversWholeColumns())
                .map(TableDefinition::columnNames)
                .filter(names -> names.stream().allMatch(name -> column(name)
                        .filter(column -> !column.nullable())
                        .isPresent()))
                .findFirst()
                .orElse(List.of());
    }

    /** Every column that some unique index over whole columns covers, the primary key's included. */
    @JsonIgnore
    public Set<String> uniqueColumns() {
        Set<String> names = new LinkedHashSet<>();
        indexes.stream()
                .filter(index -> index.unique() && index.coversWholeColumns())
                .forEach(index -> names.addAll(columnNames(index)));
        return names;
    }

    private static List<String> columnNames(IndexDefinition index) {
        return index.parts().stream()
                .map(part -> requireNonNull(part.column(), "a key over whole columns"))
                .toList();
    }

    /** This definition as the catalogue stores it. */
    public String toJson() {
        try {
            // PostgreSQL's jsonb has no NUL, and its columns could not have one by default either.
            return NUL.matcher(JSON.writeValueAsString(this)).replaceAll("$1");
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the definition of " + id, e);
        }
    }

    /** Reads what {@link #toJson} wrote; fields of later versions are ignored. */
    public static TableDefinition fromJson(String json) {
        try {
            return JSON.readValue(json, TableDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read a table definition from the catalogue", e);
        }
    }
}
