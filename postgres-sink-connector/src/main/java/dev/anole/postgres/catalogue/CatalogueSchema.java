package dev.anole.postgres.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The catalogue as a whole: whether it is there, its version, and the migrations that make it. */
public final class CatalogueSchema {

    /** The version that this build reads and writes; {@code V1.sql} … lead there, one by one. */
    public static final int CURRENT_VERSION = 6;

    /** What the names of schemas begin with in which tables are made that are not part of a replica yet. */
    public static final String LOADING_PREFIX = "_anole_loading_";

    private static final String MIGRATION = "/dev/anole/postgres/catalogue/V%d.sql";
    /** Any number that no other program uses; two commands must not migrate at once. */
    private static final long ADVISORY_LOCK = 0x616e6f6c65L;

    private final Connection connection;

    public CatalogueSchema(Connection connection) {
        this.connection = connection;
    }

    /** The catalogue's version; empty if there is no catalogue. */
    public OptionalInt version() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet there = statement.executeQuery("SELECT to_regclass('anole.version') IS NOT NULL")) {
                there.next();
                if (!there.getBoolean(1)) {
                    return OptionalInt.empty();
                }
            }
            try (ResultSet version = statement.executeQuery("SELECT coalesce(max(number), 0) FROM anole.version")) {
                version.next();
                return OptionalInt.of(version.getInt(1));
            }
        }
    }

    /**
     * Creates the catalogue, or brings it to the current version, in one transaction; does nothing if it is there.
     * The connection must be in autocommit mode.
     *
     * @return whether anything was done
     * @throws CatalogueException if the catalogue is newer than this build
     */
    public boolean migrate() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
            int version = version().orElse(0);
            if (version > CURRENT_VERSION) {
                throw CatalogueException.version(version);
            }
            if (version == 0) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS anole");
            }
            for (int next = version + 1; next <= CURRENT_VERSION; next++) {
                statement.execute(migration(next));
                statement.execute("INSERT INTO anole.version (number) VALUES (" + next + ")");
            }
            connection.commit();
            return version < CURRENT_VERSION;
        } finally {
            // A no-op after the commit.
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /**
     * Drops the catalogue with all that it remembers, and tables that were not part of a replica yet; replicated ones
     * stay. Returns whether there was a catalogue.
     */
    public boolean drop() throws SQLException {
        boolean there = version().isPresent();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS anole CASCADE");
        }
        dropLoadingSchemas(LOADING_PREFIX);
        return there;
    }

    /** What the names of a source's loading schemas begin with, as far as they are not cut. */
    public static String loadingPrefix(String source) {
        // Its length too, or the sources a and a_b could share one.
        return LOADING_PREFIX + source.length() + "_" + source + "_";
    }

    /** Drops schemas whose names begin so, with the tables that are no part of a replica yet. */
    public void dropLoadingSchemas(String prefix) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, ?)")) {
            query.setString(1, prefix);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (String schema : names) {
                statement.execute("DROP SCHEMA " + PostgresName.quote(schema) + " CASCADE");
            }
        }
    }

    /**
     * @throws CatalogueException if there is no catalogue, or one of another version; the message names the remedy
     */
    public void requireCurrent() throws SQLException {
        int version = requireNotNewer();
        if (version != CURRENT_VERSION) {
            throw CatalogueException.version(version);
        }
    }

    /**
     * Returns the catalogue's version.
     *
     * @throws CatalogueException if there is no catalogue, or a newer one
     */
    public int requireNotNewer() throws SQLException {
        OptionalInt version = version();
        if (version.isEmpty()) {
            throw new CatalogueException(
                    "The target database has no Anole catalogue (schema anole)",
                    "run `replica-admin create-replica-schema`, then `replica-admin init-replica`");
        }
        if (version.getAsInt() > CURRENT_VERSION) {
            throw CatalogueException.version(version.getAsInt());
        }
        return version.getAsInt();
    }

    private static String migration(int version) {
        String name = MIGRATION.formatted(version);
        try (InputStream in = CatalogueSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The plug-in lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the resource " + name, e);
        }
    }
}
