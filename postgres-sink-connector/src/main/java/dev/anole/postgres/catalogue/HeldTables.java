package dev.anole.postgres.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables that stand still since a DDL statement on them awaits approval: where, in {@code anole.tables.held}. Commits
 * nothing itself.
 */
public final class HeldTables {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Connection connection;
    private final String source;

    public HeldTables(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /**
     * Where a table stands.
     *
     * @param statement that awaits approval, its number in {@code anole.schema_changes}; tables that one statement holds
     *     are approved together
     * @param ends whether the statement ends the table
     * @param approved whether it is applied by now, and the table only has to come up to the others
     * @param position everything before is applied to it, nothing of the statement and what comes behind
     */
    public record Held(long statement, boolean ends, boolean approved, ReplicaPosition position) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Stored(
            long statement,
            boolean ends,
            boolean approved,
            String topic,
            int partition,
            long nextOffset,
            @Nullable String serverUuid,
            String file,
            long filePosition,
            @Nullable String gtids,
            long incarnation,
            long sequence) {}

    /** All of the source, by name. */
    public Map<TableId, Held> all() throws SQLException {
        String sql = """
                SELECT mysql_database, mysql_table, held FROM anole.tables WHERE source = ? AND state = 'held'
                ORDER BY mysql_database, mysql_table""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet rows = statement.executeQuery()) {
                Map<TableId, Held> all = new LinkedHashMap<>();
                while (rows.next()) {
                    all.put(new TableId(rows.getString(1), rows.getString(2)), read(rows.getString(3)));
                }
                return all;
            }
        }
    }

    public Optional<Held> find(TableId id) throws SQLException {
        return Optional.ofNullable(all().get(id));
    }

    /** The table, which the catalogue has, stands still from now on. */
    public void hold(TableId id, Held held, String reason) throws SQLException {
        new ReplicaTables(connection, source).setState(id, TableState.HELD, reason);
        String sql = """
                UPDATE anole.tables SET held = ?::jsonb WHERE source = ? AND mysql_database = ? AND mysql_table = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, write(held));
            statement.setString(2, source);
            statement.setString(3, id.database());
            statement.setString(4, id.table());
            statement.executeUpdate();
        }
    }

    private static String write(Held held) {
        ReplicaPosition at = held.position();
        GtidSet gtids = at.applied().gtids();
        try {
            return JSON.writeValueAsString(new Stored(
                    held.statement(),
                    held.ends(),
                    held.approved(),
                    at.topic(),
                    at.partition(),
                    at.nextOffset(),
                    at.serverUuid(),
                    at.applied().file(),
                    at.applied().position(),
                    gtids == null ? null : gtids.toString(),
                    at.incarnation(),
                    at.sequence()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write where a table is held", e);
        }
    }

    private Held read(String json) {
        try {
            Stored stored = JSON.readValue(json, Stored.class);
            String gtids = stored.gtids();
            SourcePosition applied = new SourcePosition(
                    stored.file(), stored.filePosition(), gtids == null ? null : GtidSet.parse(gtids));
            return new Held(
                    stored.statement(),
                    stored.ends(),
                    stored.approved(),
                    new ReplicaPosition(
                            source,
                            stored.topic(),
                            stored.partition(),
                            stored.nextOffset(),
                            stored.serverUuid(),
                            applied,
                            stored.incarnation(),
                            stored.sequence(),
                            null,
                            0,
                            0,
                            null));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The catalogue does not tell where a table is held: " + json, e);
        }
    }
}
