package dev.anole.postgres.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.TableMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code anole.tables} and {@code anole.foreign_keys}. Commits nothing itself. */
public final class ReplicaTables {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final String source;

    public ReplicaTables(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /** All tables of the source, by name. */
    public List<ReplicaTable> all() throws SQLException {
        String sql = """
                SELECT mysql_database, mysql_table, postgres_schema, postgres_table, definition, mapping, state,
                  joined_at IS NOT NULL, reason, inserted, updated, deleted, drifted
                FROM anole.tables WHERE source = ? ORDER BY mysql_database, mysql_table""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet rows = statement.executeQuery()) {
                List<ReplicaTable> tables = new ArrayList<>();
                while (rows.next()) {
                    tables.add(new ReplicaTable(
                            new TableId(rows.getString(1), rows.getString(2)),
                            new PostgresName(rows.getString(3), rows.getString(4)),
                            TableDefinition.fromJson(rows.getString(5)),
                            TableMapping.fromJson(rows.getString(6)),
                            TableState.of(rows.getString(7)),
                            rows.getBoolean(8),
                            rows.getString(9),
                            new ReplicaTable.Counters(
                                    rows.getLong(10), rows.getLong(11), rows.getLong(12), rows.getLong(13))));
                }
                return tables;
            }
        }
    }

    public Optional<ReplicaTable> find(TableId id) throws SQLException {
        return all().stream().filter(table -> table.id().equals(id)).findFirst();
    }

    /** How many tables are in each state; states without any are left out. */
    public Map<TableState, Integer> countByState() throws SQLException {
        String sql = "SELECT state, count(*) FROM anole.tables WHERE source = ? GROUP BY state";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet rows = statement.executeQuery()) {
                Map<TableState, Integer> counts = new EnumMap<>(TableState.class);
                while (rows.next()) {
                    counts.put(TableState.of(rows.getString(1)), rows.getInt(2));
                }
                return counts;
            }
        }
    }

    /** Registers the table, or registers it anew: definition, foreign keys, state; counters begin at zero. Replicating means joined. */
    public void put(MappedTable table, TableState state, @Nullable String reason) throws SQLException {
        TableDefinition definition = table.definition();
        remove(definition.id());
        String sql = """
                INSERT INTO anole.tables
                  (source, mysql_database, mysql_table, postgres_schema, postgres_table, definition, mapping, state,
                   reason, joined_at)
                VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, CASE WHEN ? THEN now() END)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setString(2, definition.id().database());
            statement.setString(3, definition.id().table());
            statement.setString(4, table.name().schema());
            statement.setString(5, table.name().name());
            statement.setString(6, definition.toJson());
            statement.setString(7, table.mapping().toJson());
            statement.setString(8, state.toString());
            statement.setString(9, reason);
            statement.setBoolean(10, state == TableState.REPLICATING);
            statement.executeUpdate();
        }
        for (ForeignKeyDefinition foreignKey : definition.foreignKeys()) {
            putForeignKey(definition.id(), foreignKey);
        }
    }

    private void putForeignKey(TableId id, ForeignKeyDefinition foreignKey) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO anole.foreign_keys VALUES (?, ?, ?, ?, ?::jsonb)")) {
            statement.setString(1, source);
            statement.setString(2, id.database());
            statement.setString(3, id.table());
            statement.setString(4, foreignKey.name());
            statement.setString(5, JSON.writeValueAsString(foreignKey));
            statement.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not write the foreign key " + foreignKey.name() + " of " + id, e);
        }
    }

    /** Forgets the table; in PostgreSQL it stays. */
    public void remove(TableId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM anole.tables WHERE source = ? AND mysql_database = ? AND mysql_table = ?")) {
            setId(statement, 1, id);
            statement.executeUpdate();
        }
        new BadValueLog(connection, source).forget(id);
    }

    /** @param reason for the operator, where the table is held or disabled; null otherwise */
    public void setState(TableId id, TableState state, @Nullable String reason) throws SQLException {
        String sql = """
                UPDATE anole.tables SET state = ?, reason = ?, held = NULL, changed_at = now()
                WHERE source = ? AND mysql_database = ? AND mysql_table = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, state.toString());
            statement.setString(2, reason);
            setId(statement, 3, id);
            statement.executeUpdate();
        }
    }

    /** What PostgreSQL has otherwise than by the usual rules. */
    public void setMapping(TableId id, TableMapping mapping) throws SQLException {
        String sql = """
                UPDATE anole.tables SET mapping = ?::jsonb, changed_at = now()
                WHERE source = ? AND mysql_database = ? AND mysql_table = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, mapping.toJson());
            setId(statement, 2, id);
            statement.executeUpdate();
        }
    }

    /** PostgreSQL has it under that name now. */
    public void move(TableId id, PostgresName name) throws SQLException {
        String sql = """
                UPDATE anole.tables SET postgres_schema = ?, postgres_table = ?
                WHERE source = ? AND mysql_database = ? AND mysql_table = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            setId(statement, 3, id);
            statement.executeUpdate();
        }
    }

    /**
     * MySQL has changed the table: state and counters stay.
     *
     * @param was its name before
     * @param formerColumns by the names of its columns now, those of before
     */
    public void redefine(TableId was, MappedTable now, Map<String, String> formerColumns) throws SQLException {
        TableDefinition definition = now.definition();
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM anole.foreign_keys WHERE source = ? AND mysql_database = ? AND mysql_table = ?")) {
            setId(statement, 1, was);
            statement.executeUpdate();
        }
        String sql = """
                UPDATE anole.tables SET mysql_database = ?, mysql_table = ?, postgres_schema = ?, postgres_table = ?,
                  definition = ?::jsonb, mapping = ?::jsonb, changed_at = now()
                WHERE source = ? AND mysql_database = ? AND mysql_table = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, definition.id().database());
            statement.setString(2, definition.id().table());
            statement.setString(3, now.name().schema());
            statement.setString(4, now.name().name());
            statement.setString(5, definition.toJson());
            statement.setString(6, now.mapping().toJson());
            setId(statement, 7, was);
            statement.executeUpdate();
        }
        for (ForeignKeyDefinition foreignKey : definition.foreignKeys()) {
            putForeignKey(definition.id(), foreignKey);
        }
        new BadValueLog(connection, source).rename(was, definition.id(), formerColumns);
    }

    /** Whether the table is being copied, so that its copy takes its place later. */
    public boolean isJoining(TableId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT FROM anole.joins WHERE source = ? AND mysql_database = ? AND mysql_table = ?")) {
            setId(statement, 1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** A copy of it that is under way comes to nothing; whoever makes it finds the cause in the stream. */
    public void endJoin(TableId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM anole.joins WHERE source = ? AND mysql_database = ? AND mysql_table = ?")) {
            setId(statement, 1, id);
            statement.executeUpdate();
        }
    }

    /** Adds to the table's counters. */
    public void count(TableId id, ReplicaTable.Counters more) throws SQLException {
        String sql = """
                UPDATE anole.tables SET inserted = inserted + ?, updated = updated + ?, deleted = deleted + ?,
                  drifted = drifted + ?
                WHERE source = ? AND mysql_database = ? AND mysql_table = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, more.inserted());
            statement.setLong(2, more.updated());
            statement.setLong(3, more.deleted());
            statement.setLong(4, more.drifted());
            setId(statement, 5, id);
            statement.executeUpdate();
        }
    }

    private void setId(PreparedStatement statement, int first, TableId id) throws SQLException {
        statement.setString(first, source);
        statement.setString(first + 1, id.database());
        statement.setString(first + 2, id.table());
    }
}
