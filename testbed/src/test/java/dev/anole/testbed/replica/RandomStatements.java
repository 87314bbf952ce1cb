package dev.anole.testbed.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Random changes of a random table. Which rows a statement meets depends on the rows that are there, in the order of the
 * table's key or, without one, of their coming; never on statistics, since {@code tag} is in no index.
 */
final class RandomStatements {

    private static final int TAGS = 20;

    private final RandomTable table;
    private final Random random;

    RandomStatements(RandomTable table, Random random) {
        this.table = table;
        this.random = random;
    }

    /** Any change. */
    String next() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> insert();
            case 3 -> insertOrUpdate();
            case 4 -> replace();
            case 5 -> copyOfRows();
            case 6, 7, 8 -> update();
            case 9 -> shiftedNumbers();
            default -> delete();
        };
    }

    /** New rows; if there is one already, none of them or the others come. */
    String insert() {
        return (random.nextBoolean() ? "INSERT" : "INSERT IGNORE") + newRows();
    }

    private String replace() {
        return "REPLACE" + newRows();
    }

    private String insertOrUpdate() {
        return "INSERT" + newRows() + " ON DUPLICATE KEY UPDATE tag = " + table.name() + ".tag + 1, " + assignments();
    }

    private String newRows() {
        List<String> rows = new ArrayList<>();
        int count = random.nextBoolean() ? 1 : 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            rows.add("(" + tag() + ", "
                    + table.columns().stream()
                            .map(column -> column.inserted(random))
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        return " INTO " + table.name() + " (" + names(true) + ") VALUES " + String.join(", ", rows);
    }

    /** With AUTO_INCREMENT under new keys; else in place of themselves, or, without a key, beside themselves. */
    private String copyOfRows() {
        boolean generated = table.columns().stream().anyMatch(RandomColumn::autoIncrement);
        String names = names(!generated);
        return (generated ? "INSERT IGNORE" : "REPLACE") + " INTO " + table.name() + " (" + names + ") SELECT " + names
                + " FROM " + table.name() + " WHERE " + condition() + " LIMIT 5";
    }

    private String update() {
        boolean one = random.nextBoolean();
        // Several rows under one key are none's wish; those that IGNORE leaves as they are have their own.
        return "UPDATE " + (one ? "" : "IGNORE ") + table.name() + " SET "
                + (random.nextBoolean() ? "tag = tag + 1, " : "") + assignments() + " WHERE " + condition()
                + (one ? " LIMIT " + (1 + random.nextInt(2)) : "");
    }

    /** Each row gets a number that another had, if it has any. */
    private String shiftedNumbers() {
        List<RandomColumn> numbers =
                table.columns().stream().filter(RandomColumn::isNumber).toList();
        if (numbers.isEmpty()) {
            return update();
        }
        String number = numbers.get(random.nextInt(numbers.size())).name();
        return "UPDATE " + table.name() + " SET " + number + " = " + number + " + 1 WHERE "
                + (random.nextBoolean() ? "1 = 1" : condition()) + " ORDER BY " + number + " DESC";
    }

    private String delete() {
        return "DELETE FROM " + table.name() + " WHERE " + condition()
                + (random.nextBoolean() ? " LIMIT " + (1 + random.nextInt(3)) : "");
    }

    /** Of one to three columns. */
    private String assignments() {
        List<RandomColumn> some = new ArrayList<>(table.columns());
        Collections.shuffle(some, random);
        return some.stream()
                .limit(1 + random.nextInt(3))
                .map(column -> column.name() + " = " + column.changed(random))
                .collect(Collectors.joining(", "));
    }

    private String condition() {
        int tag = tag();
        return switch (random.nextInt(5)) {
            case 0 -> "tag BETWEEN " + tag + " AND " + (tag + 3);
            case 1 -> "tag % 5 = " + tag % 5;
            default -> "tag = " + tag;
        };
    }

    private int tag() {
        return random.nextInt(TAGS);
    }

    private String names(boolean withGenerated) {
        return "tag, "
                + table.columns().stream()
                        .filter(column -> withGenerated || !column.autoIncrement())
                        .map(RandomColumn::name)
                        .collect(Collectors.joining(", "));
    }
}
