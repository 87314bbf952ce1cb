package dev.anole.mysql.stream;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.GhostTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which tables are published. Immutable. */
public final class TableFilter {

    private final Set<String> schemas;
    private final Set<String> limitTables;
    private final Set<String> skipTables;

    /**
     * @param schemas of which all tables are published
     * @param limitTables if not empty, only these, each as {@code schema.table} or as a whole schema
     * @param skipTables but not these, each likewise; to both, what an online schema change makes beside a table belongs to
     *     it, since its rows are to take the table's place
     */
    public TableFilter(Collection<String> schemas, Collection<String> limitTables, Collection<String> skipTables) {
        this.schemas = new TreeSet<>(schemas);
        this.limitTables = new TreeSet<>(limitTables);
        this.skipTables = new TreeSet<>(skipTables);
    }

    /** Whether the table's changes are published. */
    public boolean publishes(TableId table) {
        return schemas.contains(table.database())
                && (limitTables.isEmpty() || names(limitTables, table))
                && !names(skipTables, table);
    }

    private static boolean names(Set<String> entries, TableId table) {
        return entries.contains(table.database())
                || entries.contains(table.toString())
                || GhostTable.base(table)
                        .filter(base -> entries.contains(base.toString()))
                        .isPresent();
    }

    /** Whether tables of that database may be published. */
    public boolean publishesFrom(String database) {
        return schemas.contains(database) && !skipTables.contains(database);
    }

    /** The schemas, in their order. */
    public List<String> schemas() {
        return List.copyOf(schemas);
    }

    /** Whether an entry of a list is one of the schemas, or begins with one and a dot. */
    public boolean concernsItsSchemas(String entry) {
        return schemas.stream()
                .anyMatch(schema -> entry.equals(schema)
                        || (entry.startsWith(schema + ".") && entry.length() > schema.length() + 1));
    }

    /** Names this filter: equal for equal filters, whatever the order of their lists. */
    public String hash() {
        try {
            String text = String.join(
                    "\n",
                    "schemas",
                    String.join("\n", schemas),
                    "limit",
                    String.join("\n", limitTables),
                    "skip",
                    String.join("\n", skipTables));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
