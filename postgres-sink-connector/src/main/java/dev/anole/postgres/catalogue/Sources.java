package dev.anole.postgres.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.postgres.types.MappingRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code anole.sources}. Commits nothing itself. */
public final class Sources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> MAPPINGS = new TypeReference<>() {};

    private final Connection connection;

    public Sources(Connection connection) {
        this.connection = connection;
    }

    /** @param schemaMappings MySQL database to PostgreSQL schema */
    public record Source(String name, Map<String, String> schemaMappings, SourceStatus status) {
        public Source {
            schemaMappings = Map.copyOf(schemaMappings);
        }
    }

    public List<Source> all() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT name, schema_mappings, status FROM anole.sources ORDER BY name");
                ResultSet rows = statement.executeQuery()) {
            List<Source> sources = new ArrayList<>();
            while (rows.next()) {
                sources.add(new Source(
                        rows.getString(1), readMappings(rows.getString(2)), SourceStatus.of(rows.getString(3))));
            }
            return sources;
        }
    }

    public Optional<Source> find(String name) throws SQLException {
        return all().stream().filter(source -> source.name().equals(name)).findFirst();
    }

    /** Lets nobody else write to the sources before this transaction ends: what it finds of their mappings stays true. */
    public void lock() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE anole.sources IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    /** Registers a source in status ready; fails with SQLSTATE 23505 if the name is taken. */
    public void add(String name, Map<String, String> schemaMappings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO anole.sources (name, schema_mappings, status) VALUES (?, ?::jsonb, 'ready')")) {
            statement.setString(1, name);
            statement.setString(2, write(name, schemaMappings));
            statement.executeUpdate();
        }
    }

    /** @param schemaMappings MySQL database to PostgreSQL schema */
    public void setMappings(String name, Map<String, String> schemaMappings) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.sources SET schema_mappings = ?::jsonb WHERE name = ?")) {
            statement.setString(1, write(name, schemaMappings));
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    private static String write(String name, Map<String, String> schemaMappings) {
        try {
            return JSON.writeValueAsString(schemaMappings);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not write the schema mappings of " + name, e);
        }
    }

    /** Forgets a source with all that the catalogue has of it; its tables stay. */
    public void remove(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM anole.sources WHERE name = ?")) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    public void setStatus(String name, SourceStatus status) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.sources SET status = ?, changed_at = now() WHERE name = ?")) {
            statement.setString(1, status.toString());
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    /**
     * What is laid down for tables that come to the replica.
     *
     * @throws IllegalStateException if the catalogue has no such source
     */
    public MappingRules rules(String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT rules FROM anole.sources WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("The source " + name + " is gone from the catalogue");
                }
                return MappingRules.fromJson(row.getString(1));
            }
        }
    }

    public void setRules(String name, MappingRules rules) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.sources SET rules = ?::jsonb WHERE name = ?")) {
            statement.setString(1, rules.toJson());
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    /** With what the stream began whose tables are not all copied yet; empty if there is no such stream. */
    public Optional<String> initialisation(String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT initialisation FROM anole.sources WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** @param json null when all tables are copied, or before a new stream begins */
    public void setInitialisation(String name, @Nullable String json) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.sources SET initialisation = ?::jsonb WHERE name = ?")) {
            statement.setString(1, json);
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    /** Status syncing; what it was is kept for {@link #statusBesideSync}, that of before an interrupted sync too. */
    public void beginSync(String name) throws SQLException {
        String sql = """
                UPDATE anole.sources SET
                  status_before_sync = CASE WHEN status = 'syncing' THEN status_before_sync ELSE status END,
                  status = 'syncing', changed_at = now()
                WHERE name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /** The status, or if that is syncing, what it was before. */
    public SourceStatus statusBesideSync(String name) throws SQLException {
        String sql = """
                SELECT CASE WHEN status = 'syncing' THEN coalesce(status_before_sync, 'stopped') ELSE status END
                FROM anole.sources WHERE name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("The source " + name + " is gone from the catalogue");
                }
                return SourceStatus.of(row.getString(1));
            }
        }
    }

    /** The source's tables are being made independent: from now on its replica must not go on. */
    public void beginDetaching(String name) throws SQLException {
        String sql = "UPDATE anole.sources SET detaching_since = coalesce(detaching_since, now()) WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /** A replica begins anew. */
    public void endDetaching(String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.sources SET detaching_since = NULL WHERE name = ?")) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /** Whether {@link #beginDetaching} was called. */
    public boolean isDetaching(String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT detaching_since IS NOT NULL FROM anole.sources WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static Map<String, String> readMappings(String json) {
        try {
            return JSON.readValue(json, MAPPINGS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The catalogue's schema mappings are not a map of texts: " + json, e);
        }
    }
}
