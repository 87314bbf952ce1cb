package dev.anole.admin.configuration;

import dev.anole.postgres.types.TableRule;
import java.util.List;
import java.util.Map;

/** {@code fillfactor}: which of PostgreSQL's tables get which. */
final class Fillfactors {

    /** PostgreSQL's bounds (manual, CREATE TABLE, storage parameters). */
    private static final int LOWEST = 10;

    private static final int HIGHEST = 100;

    private Fillfactors() {}

    /** @param levels by percentage, as the file has it and in its order */
    static List<TableRule> rules(Map<String, Fillfactor> levels) {
        return levels.entrySet().stream()
                .map(level -> new TableRule(
                        Integer.toString(percentage(level.getKey())),
                        level.getValue().tables()))
                .toList();
    }

    private static int percentage(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < LOWEST || Integer.parseInt(text) > HIGHEST) {
            throw new IllegalArgumentException(
                    "fillfactor has the level " + text + ", it must be a number from " + LOWEST + " to " + HIGHEST);
        }
        return Integer.parseInt(text);
    }
}
