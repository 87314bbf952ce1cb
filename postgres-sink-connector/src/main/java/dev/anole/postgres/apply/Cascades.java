package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.catalogue.ReplicaTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out what foreign keys do to child rows where MySQL does not log it (CASCADE and SET NULL on the server's own
 * account), from the parent's images and the catalogue's definitions. It knows only the keys that lead to replicating
 * tables, so that sources without any pay nothing. Commits nothing. Used by one thread.
 */
final class Cascades {

    /** MySQL and MariaDB follow no more than 15 levels; more would be a circle. */
    private static final int MAX_DEPTH = 50;

    private final Map<TableId, List<CascadingKey>> keys = new HashMap<>();
    private final Map<TableId, ReplicaTable> tables = new HashMap<>();
    private final Map<TableId, ReplicatedTable> parents = new HashMap<>();

    /**
     * @param all the source's tables, whatever their state
     * @param replicating those that are written to
     */
    Cascades(Collection<ReplicaTable> all, Map<TableId, ReplicatedTable> replicating) {
        parents.putAll(replicating);
        for (ReplicaTable table : all) {
            tables.put(table.id(), table);
        }
        // From the children of the last generation up: a table that does not replicate matters if its children do.
        Set<TableId> affected = new LinkedHashSet<>(replicating.keySet());
        boolean more = true;
        while (more) {
            more = false;
            for (ReplicaTable child : all) {
                if (affected.contains(child.id()) && !hasKeysOf(child.id())) {
                    for (ForeignKeyDefinition key : child.definition().foreignKeys()) {
                        ReplicaTable parent = tables.get(key.referencedTable());
                        if (key.cascades() && parent != null) {
                            add(child, key, parent, replicating);
                            more |= affected.add(parent.id());
                        }
                    }
                }
            }
        }
        keys.values()
                .forEach(ofParent -> ofParent.sort(
                        Comparator.comparing(key -> key.definition().name())));
    }

    private boolean hasKeysOf(TableId child) {
        return keys.values().stream().flatMap(List::stream).anyMatch(key -> key.child()
                .equals(child));
    }

    private void add(
            ReplicaTable child,
            ForeignKeyDefinition key,
            ReplicaTable parent,
            Map<TableId, ReplicatedTable> replicating) {
        keys.computeIfAbsent(parent.id(), id -> new ArrayList<>())
                .add(new CascadingKey(
                        child.id(),
                        key,
                        replicating.get(child.id()),
                        ExactCascades.obstacle(child.definition(), key, parent.definition())));
    }

    /** Whether the event may have changed replicating children that no event tells of. */
    boolean mayFollow(ChangeEvent.Rows event) {
        return !keys.isEmpty() && event.mayCascadeUnlogged() && keys.containsKey(event.table());
    }

    /** The tables that changes of this one may change, by however many steps. */
    Set<TableId> descendants(TableId table) {
        Set<TableId> found = new LinkedHashSet<>();
        List<TableId> next = new ArrayList<>(List.of(table));
        while (!next.isEmpty()) {
            for (CascadingKey key : keysOf(next.remove(next.size() - 1))) {
                if (found.add(key.child())) {
                    next.add(key.child());
                }
            }
        }
        return found;
    }

    /**
     * The parent as its rows are decoded, though it may not be replicating.
     *
     * @throws RuntimeException if the catalogue's definition has columns that PostgreSQL gets none for
     */
    ReplicatedTable parent(TableId id) {
        return parents.computeIfAbsent(id, key -> {
            ReplicaTable table = requireNonNull(tables.get(key), "a table of the catalogue");
            return new ReplicatedTable(table.mapped());
        });
    }

    /** The columns of the parent that matter, in lower case; empty if nothing follows. */
    List<String> referencedColumns(TableId parent, boolean onDelete) {
        return referencedColumns(keysOf(parent), onDelete);
    }

    private static List<String> referencedColumns(Collection<CascadingKey> keys, boolean onDelete) {
        Set<String> columns = new LinkedHashSet<>();
        for (CascadingKey key : keys) {
            if (key.acts(onDelete)) {
                key.referencedColumns().forEach(column -> columns.add(column.toLowerCase(Locale.ROOT)));
            }
        }
        return List.copyOf(columns);
    }

    /**
     * Does to the children what MySQL did when these rows of their parent were deleted or changed.
     *
     * @return what was written, by child
     * @throws TableFailure of a child that cannot be kept right
     */
    Map<TableId, Written> run(Connection connection, TableId parent, EventHeader header, ReferencedRows rows)
            throws SQLException, TableFailure {
        Map<TableId, Written> written = new LinkedHashMap<>();
        new Run(connection, header, written).follow(parent, rows, 1);
        return written;
    }

    /** Of a child that cannot be kept right, since the parent's rows cannot be read. */
    TableFailure unreadable(TableId parent, EventHeader header, RuntimeException cause) {
        return lost(
                keysOf(parent).get(0),
                header,
                "the rows of its parent " + parent + " cannot be read: " + cause.getMessage());
    }

    private TableFailure lost(CascadingKey key, EventHeader header, String why) {
        TableId failing = key.table() != null ? key.child() : replicatingDescendant(key.child());
        return new TableFailure(
                failing,
                header,
                new DefinitionMismatchException("MySQL follows the foreign key "
                        + key.definition().name() + " of " + key.child()
                        + " without logging what it changes, which cannot be carried out here: " + why));
    }

    private TableId replicatingDescendant(TableId table) {
        Set<TableId> descendants = descendants(table);
        return keys.values().stream()
                .flatMap(List::stream)
                .filter(key -> key.table() != null && descendants.contains(key.child()))
                .map(CascadingKey::child)
                .findFirst()
                .orElse(table);
    }

    private List<CascadingKey> keysOf(TableId parent) {
        return keys.getOrDefault(parent, List.of());
    }

    private final class Run {
        private final Connection connection;
        private final EventHeader header;
        private final Map<TableId, Written> written;

        private Run(Connection connection, EventHeader header, Map<TableId, Written> written) {
            this.connection = connection;
            this.header = header;
            this.written = written;
        }

        private void follow(TableId parent, ReferencedRows rows, int depth) throws SQLException, TableFailure {
            for (CascadingKey key : keysOf(parent)) {
                if (!key.acts(rows.deleted())
                        || !rows.columns().containsAll(referencedColumns(List.of(key), rows.deleted()))) {
                    continue;
                }
                for (List<ReferencedRows.Row> part : rows.partsFor(key.referencedColumns())) {
                    follow(key, rows.deleted(), part, depth);
                }
            }
        }

        private void follow(CascadingKey key, boolean onDelete, List<ReferencedRows.Row> parentRows, int depth)
                throws SQLException, TableFailure {
            ReplicatedTable child = key.table();
            Optional<String> obstacle = key.obstacle();
            if (child == null) {
                throw lost(key, header, key.child() + " does not replicate, and has children that do");
            }
            if (obstacle.isPresent()) {
                throw lost(key, header, obstacle.get());
            }
            if (depth > MAX_DEPTH) {
                throw lost(key, header, "it goes on beyond " + MAX_DEPTH + " levels");
            }
            boolean deletes = onDelete && !key.setsNull(true);
            CascadeStatement statement = new CascadeStatement(key, child, onDelete, returned(key, deletes));
            try {
                long count = statement.run(connection, parentRows, rows -> follow(key.child(), rows, depth + 1));
                Written ofChild = written.computeIfAbsent(key.child(), id -> new Written());
                if (deletes) {
                    ofChild.deleted(count);
                } else {
                    ofChild.updated(count);
                }
            } catch (SQLException e) {
                SqlStates.requireRefusal(e);
                throw new TableFailure(key.child(), header, e);
            }
        }

        /** The child's columns that its own children refer to, as far as this key changes them. */
        private List<String> returned(CascadingKey key, boolean deletes) {
            if (deletes) {
                return referencedColumns(keysOf(key.child()), true);
            }
            List<CascadingKey> touched = keysOf(key.child()).stream()
                    .filter(next -> next.referencedColumns().stream()
                            .anyMatch(column ->
                                    key.definition().columns().stream().anyMatch(column::equalsIgnoreCase)))
                    .toList();
            return referencedColumns(touched, false);
        }
    }
}
