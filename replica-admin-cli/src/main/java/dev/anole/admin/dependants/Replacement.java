package dev.anole.admin.dependants;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a table in the place of another one of the same name, in the caller's transaction: the views on it are dropped
 * and made anew, and what it had besides its rows goes over. Used by one thread.
 */
public final class Replacement {

    private final Connection connection;
    private final ReplicaTable old;
    private final TableDefinition next;

    /** Puts the new table where the old one was. */
    @FunctionalInterface
    public interface Move {
        void run() throws SQLException;
    }

    /**
     * @param connection in manual commit mode
     * @param old as the catalogue has it
     * @param next what the new table was made by
     */
    public Replacement(Connection connection, ReplicaTable old, TableDefinition next) {
        this.connection = connection;
        this.old = old;
        this.next = next;
    }

    /**
     * Drops the old table, has the new one moved, and puts everything back. If it throws, the transaction is to be
     * rolled back.
     *
     * @throws ReplacementException naming what cannot go over
     * @throws SQLException also if a lock is not to be had in time; if others made views meanwhile (2BP01)
     */
    public void run(Move move) throws SQLException, ReplacementException {
        // Readers lock a view first, then what it reads: so the views' locks are taken first too.
        Dependants unlocked = dependants();
        for (long view : reversed(unlocked.views())) {
            lockView(view);
        }
        if (unlocked.tableOid() != 0) {
            execute("LOCK TABLE " + old.name().quoted() + " IN ACCESS EXCLUSIVE MODE");
        }
        Dependants dependants = dependants();
        List<Obstacle> obstacles = dependants.obstaclesTo(next);
        if (!obstacles.isEmpty()) {
            throw new ReplacementException(obstacles);
        }
        Map<String, RelationProperties> views = new LinkedHashMap<>();
        for (long view : dependants.views()) {
            String name = quotedName(view).orElseThrow();
            views.put(name, RelationProperties.ofView(connection, view, name));
        }
        RelationProperties ofTable = RelationProperties.ofTable(
                connection, dependants.tableOid(), old.name().quoted(), Dependants.columns(next), withoutComment());
        for (String view : reversed(List.copyOf(views.keySet()))) {
            execute("DROP VIEW " + view);
        }
        for (String sql : new TableRenderer(old.mapped()).drop()) {
            execute(sql);
        }
        move.run();
        Statements statements = new Statements(connection);
        if (dependants.tableOid() != 0) {
            ofTable.restore(statements);
        }
        for (RelationProperties view : views.values()) {
            view.restore(statements);
        }
    }

    private Dependants dependants() throws SQLException {
        return Dependants.of(connection, old.mapped());
    }

    /** LOCK TABLE would lock all that the view reads. */
    private void lockView(long view) throws SQLException {
        Optional<String> name = quotedName(view);
        if (name.isPresent()) {
            execute("ALTER VIEW " + name.get() + " OWNER TO " + owner(view));
        }
    }

    /** What has no comment in MySQL, so that one in PostgreSQL is a user's. */
    private List<String> withoutComment() {
        List<String> names = new ArrayList<>();
        if (old.definition().comment().isEmpty() && next.comment().isEmpty()) {
            names.add("");
        }
        for (ColumnDefinition column : next.columns()) {
            boolean before = old.definition()
                    .column(column.name())
                    .filter(former -> former.comment().isEmpty())
                    .isPresent();
            if (before && column.comment().isEmpty()) {
                names.add(Identifiers.fit(column.name()));
            }
        }
        return names;
    }

    private Optional<String> quotedName(long oid) throws SQLException {
        return text("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = " + oid);
    }

    private String owner(long oid) throws SQLException {
        return text("SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = " + oid)
                .orElseThrow();
    }

    private Optional<String> text(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }
}
