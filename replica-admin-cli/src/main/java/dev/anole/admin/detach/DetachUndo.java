package dev.anole.admin.detach;

import dev.anole.admin.configuration.PostgresSettings;
import dev.anole.admin.database.TableInUse;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.Sources;
import dev.anole.postgres.types.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Takes back, in one transaction, what a detachment that did not come to its end has made: foreign keys and triggers. */
public final class DetachUndo {

    private static final String LOCK_TIMEOUT = "30s";

    private final PostgresSettings postgres;
    private final String source;

    public DetachUndo(PostgresSettings postgres, String source) {
        this.postgres = postgres;
        this.source = source;
    }

    /** Returns what was dropped, as PostgreSQL names it. */
    public List<String> run() throws SQLException {
        try (Connection connection = TargetDatabase.session(postgres)) {
            connection.setAutoCommit(false);
            List<String> dropped = new ArrayList<>();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
                for (ReplicaTable table : new ReplicaTables(connection, source).all()) {
                    TableInUse.run(table.name(), () -> dropFrom(connection, statement, table, dropped));
                }
            }
            new Sources(connection).endDetaching(source);
            connection.commit();
            return dropped;
        }
    }

    private static void dropFrom(Connection connection, Statement statement, ReplicaTable table, List<String> dropped)
            throws SQLException {
        for (String key : foreignKeys(connection, table)) {
            statement.execute("ALTER TABLE " + table.name().quoted() + " DROP CONSTRAINT " + PostgresName.quote(key));
            dropped.add("foreign key " + key + " of " + table.name());
        }
        if (dropTrigger(connection, statement, table)) {
            dropped.add("trigger for ON UPDATE CURRENT_TIMESTAMP of " + table.name());
        }
    }

    private static List<String> foreignKeys(Connection connection, ReplicaTable table) throws SQLException {
        String sql = """
                SELECT conname FROM pg_constraint
                WHERE conrelid = to_regclass(?) AND contype = 'f' AND conname = ANY (?) ORDER BY conname""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.name().quoted());
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            table.definition().foreignKeys().stream()
                                    .map(ForeignKeyDefinition::name)
                                    .map(Identifiers::fit)
                                    .toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private static boolean dropTrigger(Connection connection, Statement statement, ReplicaTable table)
            throws SQLException {
        PostgresName trigger = OnUpdateTriggers.name(table.name());
        if (!OnUpdateTriggers.isThere(connection, table.name())) {
            return false;
        }
        statement.execute("DROP TRIGGER " + PostgresName.quote(trigger.name()) + " ON "
                + table.name().quoted());
        statement.execute("DROP FUNCTION IF EXISTS " + trigger.quoted() + "()");
        return true;
    }
}
