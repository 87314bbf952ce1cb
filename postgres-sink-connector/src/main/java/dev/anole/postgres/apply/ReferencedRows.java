package dev.anole.postgres.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a parent that were deleted or changed: of the columns that foreign keys refer to, the values before and, if
 * changed, after, as PostgreSQL's text. Used by one thread.
 */
final class ReferencedRows {

    private final List<String> columns;
    private final boolean deleted;
    private final List<Row> rows = new ArrayList<>();

    /** @param after empty if the row was deleted */
    record Row(List<@Nullable String> before, List<@Nullable String> after) {}

    /** @param deleted whether the rows are gone, else they were changed */
    ReferencedRows(List<String> columns, boolean deleted) {
        this.columns = columns;
        this.deleted = deleted;
    }

    boolean deleted() {
        return deleted;
    }

    List<String> columns() {
        return columns;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    void add(@Nullable String[] before, @Nullable String[] after) {
        rows.add(new Row(Arrays.asList(before), Arrays.asList(after)));
    }

    /**
     * The rows that may have children by a key, in parts that are to be written one after the other: within a part no
     * row takes the place that another one had.
     *
     * @param referenced the key's columns among {@link #columns()}
     */
    List<List<Row>> partsFor(List<String> referenced) {
        int[] indexes = referenced.stream().mapToInt(this::index).toArray();
        List<List<Row>> parts = new ArrayList<>();
        List<Row> part = new ArrayList<>();
        Set<List<@Nullable String>> left = new HashSet<>();
        Set<List<@Nullable String>> taken = new HashSet<>();
        for (Row row : rows) {
            List<@Nullable String> before = select(row.before(), indexes);
            List<@Nullable String> after = deleted ? Collections.emptyList() : select(row.after(), indexes);
            // NULL refers to nothing, and nothing to it.
            if (before.contains(null) || before.equals(after)) {
                continue;
            }
            if (taken.contains(before) || left.contains(after)) {
                parts.add(part);
                part = new ArrayList<>();
                left.clear();
                taken.clear();
            }
            part.add(new Row(before, after));
            if (!deleted) {
                left.add(before);
                taken.add(after);
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No column " + column + " among " + columns);
    }

    private static List<@Nullable String> select(List<@Nullable String> values, int[] indexes) {
        List<@Nullable String> selected = new ArrayList<>(indexes.length);
        for (int index : indexes) {
            selected.add(values.get(index));
        }
        return selected;
    }
}
