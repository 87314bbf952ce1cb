package dev.anole.postgres.dependants;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The views on a table, and what users gave to the table itself, put aside while the table changes or another one takes its
 * name. In the caller's transaction, which is to be rolled back if anything throws. Used by one thread.
 */
public final class PutAside {

    private final Connection connection;
    private final Dependants dependants;
    private final @Nullable RelationProperties ofTable;
    private final Map<String, RelationProperties> views = new LinkedHashMap<>();

    private PutAside(Connection connection, MappedTable table, @Nullable TableDefinition next) throws SQLException {
        this.connection = connection;
        // Readers lock a view first, then what it reads: so the views' locks are taken first too.
        Dependants unlocked = Dependants.of(connection, table);
        for (long view : reversed(unlocked.views())) {
            lockView(view);
        }
        PostgresName name = table.name();
        if (unlocked.tableOid() != 0) {
            execute("LOCK TABLE " + name.quoted() + " IN ACCESS EXCLUSIVE MODE");
        }
        dependants = Dependants.of(connection, table);
        for (long view : dependants.views()) {
            String viewName = quotedName(view).orElseThrow();
            views.put(viewName, RelationProperties.ofView(connection, view, viewName));
        }
        ofTable = next == null || dependants.tableOid() == 0
                ? null
                : RelationProperties.ofTable(
                        connection,
                        dependants.tableOid(),
                        name.quoted(),
                        Dependants.columns(next),
                        withoutComment(table.definition(), next));
    }

    /**
     * The views alone, for a change of the table itself.
     *
     * @throws SQLException also if a lock is not to be had in time
     */
    public static PutAside views(Connection connection, MappedTable table) throws SQLException {
        return new PutAside(connection, table, null);
    }

    /**
     * Everything that another table is to get which takes the name.
     *
     * @param next that other table
     * @throws SQLException also if a lock is not to be had in time
     */
    public static PutAside all(Connection connection, MappedTable table, TableDefinition next) throws SQLException {
        return new PutAside(connection, table, next);
    }

    /** What hangs on the table. */
    Dependants dependants() {
        return dependants;
    }

    /** @throws ReplacementException naming what keeps it from going over to a table of that definition */
    public void requireMovable(TableDefinition next) throws SQLException, ReplacementException {
        List<Obstacle> obstacles = dependants.obstaclesToMoving(next);
        if (!obstacles.isEmpty()) {
            throw new ReplacementException(obstacles);
        }
    }

    /** What keeps it from going over to a table of that definition, while the former one stays, a clause each. */
    public List<String> obstaclesToMoving(TableDefinition next) throws SQLException {
        return dependants.obstaclesToMoving(next).stream().map(Obstacle::found).toList();
    }

    /** Extended statistics, whose names are free only without them. */
    public void dropStatistics() throws SQLException {
        Optional<String> names = text("SELECT string_agg(format('%I.%I', n.nspname, s.stxname), ', ')"
                + " FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxrelid = "
                + dependants.tableOid());
        if (names.isPresent()) {
            execute("DROP STATISTICS " + names.get());
        }
    }

    /** Quoted names of the views, each behind those that it reads. */
    public List<String> views() {
        return List.copyOf(views.keySet());
    }

    /** @throws SQLException also if others made views on these meanwhile (2BP01) */
    public void dropViews() throws SQLException {
        for (String view : reversed(views())) {
            execute("DROP VIEW " + view);
        }
    }

    /**
     * Gives everything to the table that has the name now.
     *
     * @throws ReplacementException if that has not what a view or a property needs
     */
    public void restore() throws SQLException, ReplacementException {
        restore(null);
    }

    /**
     * The same, but for properties that the session's role may not give.
     *
     * @param forbidden takes these, a clause each; null if they are an error
     * @throws ReplacementException if the table has not what a view or a property needs
     */
    public void restore(@Nullable Consumer<String> forbidden) throws SQLException, ReplacementException {
        if (ofTable != null) {
            ofTable.restore(new Statements(connection, forbidden));
        }
        Statements ofViews = new Statements(connection, null);
        for (RelationProperties view : views.values()) {
            view.restore(ofViews);
        }
    }

    /** LOCK TABLE would lock all that the view reads. */
    private void lockView(long view) throws SQLException {
        Optional<String> name = quotedName(view);
        if (name.isPresent()) {
            execute("ALTER VIEW " + name.get() + " OWNER TO " + owner(view));
        }
    }

    /** What has no comment in MySQL, so that one in PostgreSQL is a user's. */
    private static List<String> withoutComment(TableDefinition old, TableDefinition next) {
        List<String> names = new ArrayList<>();
        if (old.comment().isEmpty() && next.comment().isEmpty()) {
            names.add("");
        }
        for (ColumnDefinition column : next.columns()) {
            boolean before = old.column(column.name())
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
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
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
