package dev.anole.postgres.apply;

import static java.util.stream.Collectors.joining;

import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.PostgresType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The statements that write one table. Each takes its rows as one array per column, in text, so that one statement in
 * one message writes any number of rows.
 */
final class TableStatements {

    private final ReplicatedTable replicated;
    private final String table;
    private final List<ColumnMapping> columns;
    private final int[] key;
    private final int[] all;

    TableStatements(ReplicatedTable table) {
        replicated = table;
        this.table = table.name().quoted();
        columns = table.columns();
        key = table.keyColumns();
        all = IntStream.range(0, columns.size()).toArray();
    }

    /** Parameters: the key columns. */
    String delete() {
        return "DELETE FROM " + table + " t USING " + rows(key) + " WHERE " + sameKey();
    }

    /** Parameters: all columns. */
    String update() {
        int[] others =
                Arrays.stream(all).filter(column -> !replicated.isKey(column)).toArray();
        String assignments = Arrays.stream(others.length == 0 ? key : others)
                .mapToObj(column -> name(column) + " = " + value(column))
                .collect(joining(", "));
        return "UPDATE " + table + " t SET " + assignments + " FROM " + rows(all) + " WHERE " + sameKey();
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
                .mapToObj(column -> "t." + name(column) + " = " + value(column))
                .collect(joining(" AND "));
    }

    private String rows(int[] selected) {
        return Arrays.stream(selected)
                        .mapToObj(column -> "?::" + type(column).elementType() + "[]")
                        .collect(joining(", ", "unnest(", ")"))
                + Arrays.stream(selected).mapToObj(column -> "c" + column).collect(joining(", ", " AS v(", ")"));
    }

    private String names() {
        return columns.stream().map(ColumnMapping::quotedName).collect(joining(", "));
    }

    private String values() {
        return Arrays.stream(all).mapToObj(this::value).collect(joining(", "));
    }

    private String value(int column) {
        String cast = type(column).cast();
        return "v.c" + column + (cast == null ? "" : "::" + cast);
    }

    private String name(int column) {
        return columns.get(column).quotedName();
    }

    private PostgresType type(int column) {
        return columns.get(column).type();
    }
}
