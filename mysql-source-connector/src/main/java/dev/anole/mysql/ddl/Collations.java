package dev.anole.mysql.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ddl.TextDefaults;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The character sets and collations of a server, by lower-case names, and what its databases have by default.
 *
 * @param defaultCollations of each character set
 * @param characterSets of each collation
 * @param databases what text in them has that names nothing else, by the databases' names
 * @param server what new databases have
 */
public record Collations(
        Map<String, String> defaultCollations,
        Map<String, String> characterSets,
        Map<String, TextDefaults> databases,
        TextDefaults server) {

    public Collations {
        defaultCollations = Map.copyOf(defaultCollations);
        characterSets = Map.copyOf(characterSets);
        databases = Map.copyOf(databases);
    }

    /** Reads those of a server (MySQL manual, 28.3.4, 28.3.7 and 28.3.31). */
    public static Collations read(Connection connection) throws SQLException {
        Map<String, String> defaultCollations = new HashMap<>();
        Map<String, String> characterSets = new HashMap<>();
        Map<String, TextDefaults> databases = new HashMap<>();
        TextDefaults server;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT @@global.character_set_server, @@global.collation_server")) {
                row.next();
                server = new TextDefaults(lower(row.getString(1)), lower(row.getString(2)));
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT character_set_name, default_collate_name FROM information_schema.character_sets")) {
                while (row.next()) {
                    defaultCollations.put(lower(row.getString(1)), lower(row.getString(2)));
                }
            }
            // MariaDB's name of a collation of several character sets lacks that of the character set.
            String name = hasFullNames(statement) ? "full_collation_name" : "collation_name";
            try (ResultSet row = statement.executeQuery("SELECT " + name + ", character_set_name"
                    + " FROM information_schema.collation_character_set_applicability")) {
                while (row.next()) {
                    characterSets.put(lower(row.getString(1)), lower(row.getString(2)));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT schema_name, default_character_set_name,"
                    + " default_collation_name FROM information_schema.schemata")) {
                while (row.next()) {
                    databases.put(row.getString(1), new TextDefaults(lower(row.getString(2)), lower(row.getString(3))));
                }
            }
        }
        return new Collations(defaultCollations, characterSets, databases, server);
    }

    private static boolean hasFullNames(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                SELECT 1 FROM information_schema.columns
                WHERE table_schema = 'information_schema' AND column_name = 'FULL_COLLATION_NAME'
                  AND table_name = 'COLLATION_CHARACTER_SET_APPLICABILITY'""")) {
            return row.next();
        }
    }

    /** Of a database that was made since these were read, the server's. Rows tell by themselves what they have. */
    TextDefaults ofDatabase(String database) {
        return databases.getOrDefault(database, server);
    }

    /**
     * What a character set and a collation say together.
     *
     * @param characterSet null if only the collation is named
     * @param collation null if only the character set is named
     * @throws UntranslatableException if the server does not have them
     */
    TextDefaults resolve(@Nullable String characterSet, @Nullable String collation) {
        if (collation == null) {
            String set = alias(requireNonNull(characterSet, "characterSet"));
            return new TextDefaults(set, known(defaultCollations, set, "character set"));
        }
        String named = alias(collation);
        String withSet = characterSet == null ? named : alias(characterSet) + "_" + named;
        String full = characterSets.containsKey(withSet) ? withSet : named;
        return new TextDefaults(known(characterSets, full, "collation"), full);
    }

    private static String known(Map<String, String> names, String name, String what) {
        String found = names.get(name);
        if (found == null) {
            throw new UntranslatableException("the " + what + " " + name + " is not known");
        }
        return found;
    }

    /** Since MySQL 8.0.30 and MariaDB 10.6, utf8 goes by utf8mb3. */
    private String alias(String name) {
        String lower = lower(name);
        boolean isAlias = lower.equals("utf8") || lower.startsWith("utf8_");
        boolean isKnown = defaultCollations.containsKey(lower) || characterSets.containsKey(lower);
        return isAlias && !isKnown ? "utf8mb3" + lower.substring(4) : lower;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
