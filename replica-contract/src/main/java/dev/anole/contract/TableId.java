package dev.anole.contract;

import static java.util.Objects.requireNonNull;

/** A table's name in MySQL, as the server spells it. */
public record TableId(String database, String table) implements Comparable<TableId> {

    public TableId {
        requireNonNull(database, "database");
        requireNonNull(table, "table");
    }

    /** For messages: {@code database.table}, unquoted. */
    @Override
    public String toString() {
        return database + "." + table;
    }

    /** For statements sent to MySQL: both parts in backticks. */
    public String quoted() {
        return quote(database) + "." + quote(table);
    }

    /** One identifier in backticks, those inside doubled (MySQL manual, 11.2 Schema Object Names). */
    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public int compareTo(TableId other) {
        int byDatabase = database.compareTo(other.database);
        return byDatabase != 0 ? byDatabase : table.compareTo(other.table);
    }
}
