package dev.anole.testbed.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A table that a seed made up: columns of any type, and every kind of key or none.
 *
 * @param columns besides {@code tag}, a number that tells rows from others without being indexed
 * @param indexes the keys' clauses, in their order
 */
record RandomTable(String name, List<RandomColumn> columns, List<String> indexes) {

    private static final int MOST_COLUMNS = 9;

    RandomTable {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
    }

    static RandomTable of(String name, List<ValueCase> cases, Random random) {
        return new Maker(name, cases, random).table();
    }

    String createTable() {
        return "CREATE TABLE " + name + " (\n  tag INT NOT NULL,\n  "
                + columns.stream().map(RandomColumn::definition).collect(Collectors.joining(",\n  "))
                + indexes.stream().map(index -> ",\n  " + index).collect(Collectors.joining()) + ")";
    }

    /** Whether MySQL can index all of the value, and PostgreSQL as well. */
    private static boolean isIndexable(ValueCase value) {
        return !value.columnType()
                .matches("(?s)(\\w*TEXT|\\w*BLOB|JSON|POINT|GEOMETRY|LINESTRING|VECTOR|VARCHAR\\(0).*");
    }

    private static boolean isIndexableByPrefix(ValueCase value) {
        return value.columnType().matches("(?s)(\\w*TEXT|\\w*BLOB|VARCHAR\\([34]0).*");
    }

    private static final class Maker {

        private final String name;
        private final List<ValueCase> cases;
        private final List<ValueCase> indexable;
        private final Random random;
        private final List<RandomColumn> columns = new ArrayList<>();
        private final List<String> indexes = new ArrayList<>();

        private Maker(String name, List<ValueCase> cases, Random random) {
            this.name = name;
            this.cases = cases;
            this.indexable = cases.stream().filter(RandomTable::isIndexable).toList();
            this.random = random;
        }

        private RandomTable table() {
            switch (random.nextInt(8)) {
                case 0 -> primaryKey(RandomColumn.autoIncrement("id", random));
                case 1 -> primaryKey(unique("id", false));
                case 2 -> primaryKey(unique("k1", false), RandomColumn.number("k2"));
                case 3 -> primaryKey(RandomColumn.number("k1"), unique("k2", false), unique("k3", false));
                case 4 -> primaryKey(RandomColumn.autoIncrement("k1", random), unique("k2", false));
                case 5 -> index("UNIQUE", unique("u1", false), RandomColumn.number("u2"));
                case 6 -> index("UNIQUE", unique("u1", true), RandomColumn.number("u2"));
                default -> {
                    // No key at all.
                }
            }
            if (random.nextInt(3) == 0) {
                index("UNIQUE", unique("v1", random.nextBoolean()));
            }
            int more = 1 + random.nextInt(MOST_COLUMNS);
            for (int i = 0; i < more; i++) {
                plain("c" + i);
            }
            Collections.shuffle(columns, random);
            return new RandomTable(name, columns, indexes);
        }

        private RandomColumn unique(String column, boolean nullable) {
            return RandomColumn.unique(column, indexable.get(random.nextInt(indexable.size())), nullable);
        }

        private void primaryKey(RandomColumn... parts) {
            index("PRIMARY", parts);
        }

        private void index(String kind, RandomColumn... parts) {
            columns.addAll(List.of(parts));
            String names = List.of(parts).stream().map(RandomColumn::name).collect(Collectors.joining(", "));
            indexes.add(kind + " KEY (" + names + ")");
        }

        /** A column outside of all unique indexes, sometimes with an index of its own. */
        private void plain(String column) {
            ValueCase value = cases.get(random.nextInt(cases.size()));
            columns.add(RandomColumn.plain(column, value, random));
            if (random.nextInt(5) > 0) {
                return;
            }
            if (isIndexableByPrefix(value)) {
                // A unique one is for MySQL only: the values may be such as PostgreSQL lacks.
                indexes.add((random.nextInt(4) == 0 ? "UNIQUE " : "") + "KEY (" + column + "(" + (1 + random.nextInt(8))
                        + "))");
            } else if (isIndexable(value)) {
                indexes.add("KEY (" + column + (random.nextBoolean() ? "" : " DESC") + ")");
            }
        }
    }
}
