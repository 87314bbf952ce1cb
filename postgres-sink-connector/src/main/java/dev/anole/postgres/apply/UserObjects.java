package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.GhostTable;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.dependants.PutAside;
import dev.anole.postgres.dependants.ReplacementException;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Brings what users hung on tables in PostgreSQL through one DDL statement. Used by one thread. */
final class UserObjects {

    private final Connection connection;
    private final EventHeader header;
    private final Consumer<String> notes;

    /** @param notes takes what the operator has to know, a clause each */
    UserObjects(Connection connection, EventHeader header, Consumer<String> notes) {
        this.connection = connection;
        this.header = header;
        this.notes = notes;
    }

    /** Changes tables in PostgreSQL. */
    interface Change {
        void run() throws SQLException, TableFailure;
    }

    /** Views keep a column that they use from being changed: then they are made anew around the change. */
    void alter(MappedTable table, Change change) throws SQLException, TableFailure {
        Savepoint before = connection.setSavepoint();
        try {
            change.run();
        } catch (TableFailure first) {
            if (!first.isOfDependants()) {
                throw first;
            }
            connection.rollback(before);
            PutAside aside;
            try {
                aside = PutAside.views(connection, table);
                aside.dropViews();
            } catch (SQLException e) {
                SqlStates.requireRefusal(e);
                first.addSuppressed(e);
                throw first;
            }
            if (aside.views().isEmpty()) {
                throw first;
            }
            change.run();
            restore(table.definition().id(), aside);
        }
    }

    /**
     * Renames tables. Where a table takes another one's name, the views go by the name, as they do in MySQL. At the end of
     * an online schema change the new table also gets what users gave to the old one, which is going to be dropped. What
     * cannot go over stays with the old table.
     *
     * @param find a table of the replica by its name at the moment
     */
    void rename(SchemaChange.RenameTables rename, Function<TableId, Optional<MappedTable>> find, Change change)
            throws SQLException, TableFailure {
        Map<TableId, PutAside> aside = new LinkedHashMap<>();
        for (Map.Entry<TableId, TableId> taken : taken(rename).entrySet()) {
            TableId name = taken.getKey();
            Optional<MappedTable> old = find.apply(name);
            Optional<MappedTable> next = find.apply(taken.getValue());
            if (old.isPresent() && next.isPresent()) {
                putAside(old.get(), next.get()).ifPresent(put -> aside.put(name, put));
            }
        }
        change.run();
        // A view may read several of the tables: those that were put aside later were not among the first ones'.
        List<Map.Entry<TableId, PutAside>> names = new ArrayList<>(aside.entrySet());
        Collections.reverse(names);
        for (Map.Entry<TableId, PutAside> name : names) {
            restore(name.getKey(), name.getValue());
        }
    }

    private Optional<PutAside> putAside(MappedTable old, MappedTable next) throws SQLException {
        boolean ghost = GhostTable.base(next.definition().id()).isPresent();
        Savepoint before = connection.setSavepoint();
        String obstacle;
        try {
            PutAside aside = ghost ? PutAside.all(connection, old, next.definition()) : PutAside.views(connection, old);
            List<String> obstacles = aside.obstaclesToMoving(next.definition());
            if (obstacles.isEmpty()) {
                aside.dropViews();
                if (ghost) {
                    aside.dropStatistics();
                }
                return Optional.of(aside);
            }
            obstacle = String.join("; ", obstacles);
        } catch (SQLException e) {
            SqlStates.requireRefusal(e);
            obstacle = String.valueOf(e.getMessage());
        }
        connection.rollback(before);
        notes.accept("what users hung on " + old.definition().id() + " stays with the old table: " + obstacle);
        return Optional.empty();
    }

    /** By names that other tables get, the names of these before. */
    private static Map<TableId, TableId> taken(SchemaChange.RenameTables rename) {
        Map<TableId, TableId> origins = new HashMap<>();
        for (SchemaChange.Renaming renaming : rename.renamings()) {
            TableId origin = origins.remove(renaming.from());
            origins.put(renaming.to(), origin == null ? renaming.from() : origin);
        }
        Map<TableId, TableId> taken = new LinkedHashMap<>();
        for (SchemaChange.Renaming renaming : rename.renamings()) {
            TableId origin = origins.get(renaming.from());
            if (origin != null && !origin.equals(renaming.from())) {
                taken.put(renaming.from(), origin);
            }
        }
        return taken;
    }

    private void restore(TableId id, PutAside aside) throws SQLException, TableFailure {
        try {
            aside.restore(notes);
        } catch (ReplacementException e) {
            throw new TableFailure(id, header, new DefinitionMismatchException(e.found()));
        } catch (SQLException e) {
            SqlStates.requireRefusal(e);
            throw new TableFailure(id, header, e);
        }
        if (!aside.views().isEmpty()) {
            notes.accept("made anew the views " + String.join(", ", aside.views()));
        }
    }
}
