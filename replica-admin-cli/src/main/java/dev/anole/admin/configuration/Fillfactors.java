package dev.anole.admin.configuration;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Which of PostgreSQL's tables get which fillfactor. Immutable. */
public final class Fillfactors {

    /** PostgreSQL's bounds (manual, CREATE TABLE, storage parameters). */
    private static final int LOWEST = 10;

    private static final int HIGHEST = 100;
    private static final String ALL = "*";

    private final Map<Integer, Fillfactor> levels = new LinkedHashMap<>();

    /** @param levels by percentage, as the file has it and in its order */
    Fillfactors(Map<String, Fillfactor> levels) {
        levels.forEach((percent, tables) -> this.levels.put(percentage(percent), tables));
    }

    /** PostgreSQL's own, for every table. */
    public static Fillfactors none() {
        return new Fillfactors(Map.of());
    }

    private static int percentage(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < LOWEST || Integer.parseInt(text) > HIGHEST) {
            throw new IllegalArgumentException(
                    "fillfactor has the level " + text + ", it must be a number from " + LOWEST + " to " + HIGHEST);
        }
        return Integer.parseInt(text);
    }

    /** The last level that names the table, by its name in MySQL or PostgreSQL; empty if none does. */
    public OptionalInt of(TableId table, PostgresName name) {
        String inPostgres = name.schema() + "." + name.name();
        return levels.entrySet().stream()
                .filter(level -> level.getValue().tables().stream()
                        .anyMatch(entry ->
                                entry.equals(ALL) || entry.equals(table.toString()) || entry.equals(inPostgres)))
                .mapToInt(Map.Entry::getKey)
                .reduce((former, last) -> last);
    }
}
