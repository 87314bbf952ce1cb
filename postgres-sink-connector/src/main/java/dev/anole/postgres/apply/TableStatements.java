package dev.anole.postgres.apply;

import static java.util.stream.Collectors.joining;

import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.PostgresType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements that write one table. Each takes its rows as one array per column, in text, so that one statement in
 * one message writes any number of rows.
 */
final class TableStatements {

    private final String table;
    private final List<ColumnMapping> columns;
    private final int[] key;
    private final int[] others;
    private final int[] all;
    private final OptionalInt indexed;

    TableStatements(ReplicatedTable table) {
        this.table = table.name().quoted();
        columns = table.columns();
        key = table.keyColumns();
        all = IntStream.range(0, columns.size()).toArray();
        indexed = table.indexedColumn();
        others = Arrays.stream(all).filter(column -> !table.isKey(column)).toArray();
    }

    /** Indexes of all columns. */
    int[] all() {
        return all;
    }

    /** Indexes of the columns that are not of the key. */
    int[] others() {
        return others;
    }

    /** Deletes the rows that are as they are said to be. Parameters: all columns. */
    String deleteSame() {
        return "DELETE FROM " + table + " t USING " + rows(all) + " WHERE " + sameKey() + sameOthers(new int[0]);
    }

    /**
     * Deletes, for each of the rows, one that is as it is said to be, whichever. Rows are compared as PostgreSQL's text of
     * them, which tells NULLs, can be hashed, and is there for each type; both sides as the column's type, since the text
     * of a value may depend on its length or scale. Parameters: all columns.
     */
    String deleteImages() {
        String lookup = indexed.isPresent() ? ", " + stored(indexed.getAsInt()) + " AS lookup" : "";
        return "WITH gone AS (SELECT " + image(this::stored) + " AS image" + lookup
                + ", count(*) AS times, row_number() OVER () AS id FROM " + rows(all) + " GROUP BY image"
                + (indexed.isPresent() ? ", lookup" : "")
                + "), found AS (SELECT t.ctid AS place, g.times, row_number() OVER (PARTITION BY g.id) AS number"
                + " FROM gone g JOIN " + table + " t ON " + image(column -> "t." + name(column)) + " = g.image"
                + (indexed.isPresent() ? " AND t." + name(indexed.getAsInt()) + " = g.lookup" : "")
                + ") DELETE FROM " + table + " WHERE ctid = ANY (ARRAY("
                + "SELECT place FROM found WHERE number <= times))";
    }

    private String image(IntFunction<String> value) {
        return Arrays.stream(all).mapToObj(value).collect(joining(", ", "ROW(", ")::text"));
    }

    private String stored(int column) {
        return value("c", column) + "::" + type(column).sqlName();
    }

    /** Parameters: the key columns. */
    String delete() {
        return "DELETE FROM " + table + " t USING " + rows(key) + " WHERE " + sameKey();
    }

    /**
     * Updates the rows that are as they are said to have been. Parameters: all columns as they are to be, then those that
     * change as they were.
     *
     * @param changed indexes of the columns that change in any of the rows, none of the key
     */
    String updateSame(int[] changed) {
        return "UPDATE " + table + " t SET " + assignments(changed) + " FROM " + rows(all, changed) + " WHERE "
                + sameKey() + sameOthers(changed);
    }

    /** Parameters: all columns. */
    String update() {
        return "UPDATE " + table + " t SET " + assignments(others) + " FROM " + rows(all) + " WHERE " + sameKey();
    }

    private String assignments(int[] assigned) {
        return Arrays.stream(assigned.length == 0 ? key : assigned)
                .mapToObj(column -> name(column) + " = " + value("c", column))
                .collect(joining(", "));
    }

    /** Parameters: all columns. */
    String insert() {
        return "INSERT INTO " + table + " (" + names() + ") SELECT " + values() + " FROM " + rows(all);
    }

    /** Inserts those whose key is not there. Parameters: all columns. */
    String insertMissing() {
        return insert() + " WHERE NOT EXISTS (SELECT FROM " + table + " t WHERE " + sameKey() + ")";
    }

    String copy() {
        return "COPY " + table + " (" + names() + ") FROM STDIN";
    }

    private String sameKey() {
        return Arrays.stream(key)
                .mapToObj(column -> "t." + name(column) + " = " + value("c", column))
                .collect(joining(" AND "));
    }

    private String sameOthers(int[] changed) {
        return Arrays.stream(others)
                .mapToObj(column -> sameOther(
                        column, value(Arrays.stream(changed).anyMatch(one -> one == column) ? "b" : "c", column)))
                .collect(joining());
    }

    private String sameOther(int column, String value) {
        String same = " IS NOT DISTINCT FROM ";
        String stored = "(" + value + ")::" + type(column).sqlName();
        return " AND t." + name(column)
                + switch (type(column).comparison()) {
                    case PLAIN -> same + value;
                    case AS_STORED -> same + stored;
                    case AS_TEXT -> "::text" + same + "(" + stored + ")::text";
                };
    }

    private String rows(int[] selected) {
        return rows(selected, new int[0]);
    }

    /** The parameters as rows of v, columns named c and their index, then b and theirs. */
    private String rows(int[] selected, int[] before) {
        return IntStream.concat(Arrays.stream(selected), Arrays.stream(before))
                        .mapToObj(column -> "?::" + type(column).elementType() + "[]")
                        .collect(joining(", ", "unnest(", ")"))
                + Stream.concat(
                                Arrays.stream(selected).mapToObj(column -> "c" + column),
                                Arrays.stream(before).mapToObj(column -> "b" + column))
                        .collect(joining(", ", " AS v(", ")"));
    }

    private String names() {
        return columns.stream().map(ColumnMapping::quotedName).collect(joining(", "));
    }

    private String values() {
        return Arrays.stream(all).mapToObj(column -> value("c", column)).collect(joining(", "));
    }

    private String value(String prefix, int column) {
        String cast = type(column).cast();
        return "v." + prefix + column + (cast == null ? "" : "::" + cast);
    }

    private String name(int column) {
        return columns.get(column).quotedName();
    }

    private PostgresType type(int column) {
        return columns.get(column).type();
    }
}
