package dev.anole.postgres.apply;

import dev.anole.postgres.types.ColumnMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statement that carries one foreign key's action out on the child: any number of parent rows at once, as one array
 * per column. Where the child is itself a parent, its changed rows come back, so many at a time. Used by one thread.
 */
final class CascadeStatement {

    /** Bounds the memory that rows take which come back. */
    private static final int ROWS_AT_A_TIME = 50_000;

    private static final int MAX_PARENTS = 5_000;

    private final List<ColumnMapping> keyColumns;
    private final boolean deletes;
    private final boolean setsNull;
    private final List<String> returned;
    private final String sql;

    /** Takes what came back. */
    interface Changed {
        void rows(ReferencedRows rows) throws SQLException, TableFailure;
    }

    /**
     * @param onDelete whether the parent rows are gone
     * @param returned columns of the child that others refer to; if none, nothing comes back
     */
    CascadeStatement(CascadingKey key, ReplicatedTable child, boolean onDelete, List<String> returned) {
        this.returned = returned;
        keyColumns = key.definition().columns().stream()
                .map(column -> child.columns().get(child.index(column)))
                .toList();
        setsNull = key.setsNull(onDelete);
        deletes = onDelete && !setsNull;
        List<String> referred = returned.stream()
                .map(column -> child.columns().get(child.index(column)).quotedName())
                .toList();
        String table = child.name().quoted();
        sql = returned.isEmpty() ? atOnce(table) : inPieces(table, referred);
    }

    private String atOnce(String table) {
        return deletes
                ? "DELETE FROM " + table + " c USING " + parents() + " WHERE " + match("c")
                : "UPDATE " + table + " c SET " + assignments("v") + " FROM " + parents() + " WHERE " + match("c");
    }

    private String inPieces(String table, List<String> referred) {
        String before = numbered(referred, (name, i) -> ", t." + name + "::text AS b" + i, "");
        String after = setsNull || deletes ? "" : numbered(keyColumns, (column, i) -> ", v.n" + i, "");
        String piece = "(SELECT t.ctid AS place" + before + after + " FROM " + table + " t, " + parents() + " WHERE "
                + match("t") + " LIMIT " + ROWS_AT_A_TIME + ") p";
        String old = numbered(referred, (name, i) -> "p.b" + i, ", ");
        return deletes
                ? "DELETE FROM " + table + " c USING " + piece + " WHERE c.ctid = p.place RETURNING " + old
                : "UPDATE " + table + " c SET " + assignments("p") + " FROM " + piece
                        + " WHERE c.ctid = p.place RETURNING " + old + ", "
                        + numbered(referred, (name, i) -> "c." + name + "::text", ", ");
    }

    private String parents() {
        Stream<String> arrays =
                keyColumns.stream().map(column -> "?::text[]::" + column.type().elementType() + "[]");
        String names = numbered(keyColumns, (column, i) -> "o" + i, ", ");
        if (!takesNewValues()) {
            return "unnest(" + arrays.collect(Collectors.joining(", ")) + ") AS v(" + names + ")";
        }
        List<String> each = arrays.toList();
        return "unnest("
                + Stream.concat(each.stream(), each.stream()).collect(Collectors.joining(", ")) + ") AS v(" + names
                + ", " + numbered(keyColumns, (column, i) -> "n" + i, ", ") + ")";
    }

    private boolean takesNewValues() {
        return !deletes && !setsNull;
    }

    private String match(String child) {
        return numbered(keyColumns, (column, i) -> child + "." + column.quotedName() + " = v.o" + i, " AND ");
    }

    private String assignments(String rows) {
        return numbered(
                keyColumns, (column, i) -> column.quotedName() + " = " + (setsNull ? "NULL" : rows + ".n" + i), ", ");
    }

    private interface Term<T> {
        String of(T element, int number);
    }

    private static <T> String numbered(List<T> elements, Term<T> term, String separator) {
        return IntStream.range(0, elements.size())
                .mapToObj(i -> term.of(elements.get(i), i))
                .collect(Collectors.joining(separator));
    }

    /** Runs it for these parents; returns how many child rows it changed. */
    long run(Connection connection, List<ReferencedRows.Row> parents, Changed changed)
            throws SQLException, TableFailure {
        long count = 0;
        for (int from = 0; from < parents.size(); from += MAX_PARENTS) {
            List<ReferencedRows.Row> some = parents.subList(from, Math.min(parents.size(), from + MAX_PARENTS));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                setParents(connection, statement, some);
                count += returned.isEmpty() ? statement.executeLargeUpdate() : runInPieces(statement, changed);
            }
        }
        return count;
    }

    private void setParents(Connection connection, PreparedStatement statement, List<ReferencedRows.Row> parents)
            throws SQLException {
        int columns = keyColumns.size();
        for (int i = 0; i < columns; i++) {
            int column = i;
            Stream<@Nullable String> before =
                    parents.stream().map(row -> row.before().get(column));
            statement.setArray(i + 1, connection.createArrayOf("text", before.toArray()));
            if (takesNewValues()) {
                Stream<@Nullable String> after =
                        parents.stream().map(row -> row.after().get(column));
                statement.setArray(columns + i + 1, connection.createArrayOf("text", after.toArray()));
            }
        }
    }

    /** What was changed matches no more, so the next piece has other rows. */
    private long runInPieces(PreparedStatement statement, Changed changed) throws SQLException, TableFailure {
        long count = 0;
        while (true) {
            ReferencedRows rows = new ReferencedRows(returned, deletes);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(values(result, 0), deletes ? new String[0] : values(result, returned.size()));
                }
            }
            count += rows.size();
            if (!rows.isEmpty()) {
                changed.rows(rows);
            }
            if (rows.size() < ROWS_AT_A_TIME) {
                return count;
            }
        }
    }

    private @Nullable String[] values(ResultSet row, int before) throws SQLException {
        @Nullable String[] values = new @Nullable String[returned.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getString(before + i + 1);
        }
        return values;
    }
}
