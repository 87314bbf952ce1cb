package dev.anole.testbed.replica;

import java.util.List;
import java.util.Random;

/**
 * A column that a seed made up.
 *
 * @param exact whether a unique index covers it: it then has only values that PostgreSQL holds as well
 */
record RandomColumn(String name, ValueCase value, boolean nullable, boolean exact, boolean autoIncrement) {

    private static final List<String> AUTO_INCREMENT_TYPES =
            List.of("SMALLINT UNSIGNED", "MEDIUMINT", "INT", "INT UNSIGNED", "BIGINT", "BIGINT UNSIGNED");
    /** So that keys often meet, and that shifting them by one moves each to where another was. */
    private static final int NUMBERS = 12;

    static RandomColumn plain(String name, ValueCase value, Random random) {
        return new RandomColumn(name, value, random.nextInt(3) > 0, false, false);
    }

    static RandomColumn unique(String name, ValueCase value, boolean nullable) {
        return new RandomColumn(name, value, nullable, true, false);
    }

    static RandomColumn autoIncrement(String name, Random random) {
        String type = AUTO_INCREMENT_TYPES.get(random.nextInt(AUTO_INCREMENT_TYPES.size()));
        return new RandomColumn(name, ValueCase.of(type), false, true, true);
    }

    /** A part of a key, with few values. */
    static RandomColumn number(String name) {
        return new RandomColumn(name, ValueCase.of("INT"), false, true, false);
    }

    boolean isNumber() {
        return value.good().isEmpty();
    }

    String definition() {
        // It is the type's own NULL that TIMESTAMP columns have.
        String type = value.columnType().replaceFirst(" NULL$", "");
        return name + " " + type + (nullable ? " NULL" : " NOT NULL") + (autoIncrement ? " AUTO_INCREMENT" : "");
    }

    /** A value for a new row. */
    String inserted(Random random) {
        return autoIncrement && random.nextInt(4) > 0 ? "DEFAULT" : changed(random);
    }

    /** A value for a row that is there. */
    String changed(Random random) {
        if (nullable && random.nextInt(6) == 0) {
            return "NULL";
        }
        if (isNumber()) {
            return String.valueOf(1 + random.nextInt(autoIncrement ? 5 * NUMBERS : NUMBERS));
        }
        List<String> values = exact ? value.good() : value.values();
        return values.get(random.nextInt(values.size()));
    }
}
