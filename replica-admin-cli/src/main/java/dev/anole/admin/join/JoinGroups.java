package dev.anole.admin.join;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables whose copy must be of one snapshot, with those that must join together with them. First, tables that cascading
 * foreign keys connect, on a server that does not log what these change: what a parent's change does to a child depends
 * on the child's rows at that very place in the binlog. Second, tables without a key, each by itself: a change that the
 * copy has seen could not be told from one that it has not.
 */
public final class JoinGroups {

    private final Map<TableId, TableDefinition> tables = new LinkedHashMap<>();
    private final Map<TableId, Set<TableId>> groups = new LinkedHashMap<>();

    /**
     * @param tables all that the replica has or is to get
     * @param logsCascades whether the server does
     */
    JoinGroups(Collection<TableDefinition> tables, boolean logsCascades) {
        tables.forEach(table -> this.tables.put(table.id(), table));
        for (TableDefinition table : tables) {
            if (table.replicaKey().isEmpty()) {
                connect(table.id(), table.id());
            }
            if (!logsCascades) {
                connectParents(table);
            }
        }
    }

    private void connectParents(TableDefinition table) {
        for (ForeignKeyDefinition key : table.foreignKeys()) {
            if (key.cascades()) {
                boolean known = this.tables.containsKey(key.referencedTable());
                connect(table.id(), known ? key.referencedTable() : table.id());
            }
        }
    }

    /**
     * Those of the tables that a replica has or is to get.
     *
     * @param replica all that the catalogue has
     * @param joining as MySQL has them
     */
    public static JoinGroups of(Connection mysql, List<ReplicaTable> replica, List<TableDefinition> joining)
            throws SQLException {
        Map<TableId, TableDefinition> all = new LinkedHashMap<>();
        for (ReplicaTable table : replica) {
            if (table.state() == TableState.REPLICATING) {
                all.put(table.id(), table.definition());
            }
        }
        joining.forEach(table -> all.put(table.id(), table));
        return new JoinGroups(all.values(), new MySqlServer(mysql).logsCascades());
    }

    private void connect(TableId child, TableId parent) {
        Set<TableId> all = new LinkedHashSet<>(groups.getOrDefault(child, Set.of(child)));
        all.addAll(groups.getOrDefault(parent, Set.of(parent)));
        all.forEach(member -> groups.put(member, all));
    }

    /** The tables with which this one must join, itself among them; empty if it may join without a snapshot of them all. */
    Optional<Set<TableId>> of(TableId table) {
        return Optional.ofNullable(groups.get(table));
    }

    List<Set<TableId>> all() {
        return groups.values().stream().distinct().toList();
    }

    /** These tables, and those with which they must join. */
    public List<TableDefinition> completed(List<TableDefinition> wanted) {
        Set<TableId> ids = new LinkedHashSet<>();
        wanted.forEach(table -> ids.add(table.id()));
        wanted.forEach(table -> of(table.id()).ifPresent(ids::addAll));
        List<TableDefinition> all = new ArrayList<>();
        Map<TableId, TableDefinition> given = new LinkedHashMap<>();
        wanted.forEach(table -> given.put(table.id(), table));
        for (TableId id : ids) {
            TableDefinition known = given.get(id) != null ? given.get(id) : tables.get(id);
            if (known != null) {
                all.add(known);
            }
        }
        return all;
    }
}
