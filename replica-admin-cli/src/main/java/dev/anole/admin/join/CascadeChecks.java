package dev.anole.admin.join;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.apply.ExactCascades;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the sink can do what MySQL's foreign keys do to child rows. To be asked of servers that do not {@linkplain
 * dev.anole.mysql.server.MySqlServer#logsCascades log} it; what is logged needs no check.
 */
public final class CascadeChecks {

    private CascadeChecks() {}

    /**
     * @param tables that would be replicated
     * @throws AdminException naming the foreign keys whose effects would be lost
     */
    public static void requireExact(List<TableDefinition> tables) {
        List<String> found = obstacles(tables);
        if (!found.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "This MySQL server does not log the rows that foreign keys change by CASCADE or SET NULL, and Anole"
                            + " cannot carry these out as MySQL does:"
                            + found.stream().map(line -> "\n  " + line).collect(joining()),
                    "Use MySQL 9.6 or later with innodb_native_foreign_keys=OFF, or mend or drop these foreign keys, or"
                            + " leave their tables out by skip_tables.");
        }
    }

    static List<String> obstacles(List<TableDefinition> tables) {
        return byTable(tables).values().stream().flatMap(List::stream).toList();
    }

    /** Tables with foreign keys that cannot be carried out, each key with the reason. */
    static Map<TableId, List<String>> byTable(Collection<TableDefinition> tables) {
        Map<TableId, TableDefinition> byId = new HashMap<>();
        tables.forEach(table -> byId.put(table.id(), table));
        Map<TableId, List<String>> found = new LinkedHashMap<>();
        for (TableDefinition table : tables) {
            for (ForeignKeyDefinition key : table.foreignKeys()) {
                if (key.cascades()) {
                    obstacle(table, key, byId)
                            .ifPresent(why -> found.computeIfAbsent(table.id(), id -> new ArrayList<>())
                                    .add(key.name() + " of " + table.id() + ": " + why));
                }
            }
        }
        return found;
    }

    private static Optional<String> obstacle(
            TableDefinition table, ForeignKeyDefinition key, Map<TableId, TableDefinition> replicated) {
        TableDefinition parent = replicated.get(key.referencedTable());
        return parent == null
                ? Optional.of("its parent " + key.referencedTable()
                        + " is not replicated, so its changes are not seen; replicate it too, with a key")
                : ExactCascades.obstacle(table, key, parent);
    }
}
