package dev.anole.admin.configuration;

import dev.anole.mysql.KeyStoreFile;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.SslMode;
import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.PostgresTls;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code db_conn}: the server that a source is read from.
 *
 * @param connectTimeout seconds, 10 if missing
 * @param database of a {@code pgsql} source; null for MySQL
 * @param sslMode MySQL's word, {@code preferred} if missing
 * @param sslTruststoreLocation null for the authorities that Java trusts
 * @param sslTruststoreType {@code PKCS12} or {@code JKS}, {@code PKCS12} if missing
 * @param sslKeystoreLocation of the key by which MySQL knows the replica; null for none
 * @param sslKeystoreType as the other
 * @param sslmode libpq's word, of a {@code pgsql} source; null for {@code prefer}, and for MySQL
 */
@SuppressWarnings("InconsistentCapitalization") // ssl_mode is MySQL's word, sslmode PostgreSQL's
public record MySqlSettings(
        Setting host,
        int port,
        Setting user,
        Setting password,
        int connectTimeout,
        @Nullable String database,
        String sslMode,
        @Nullable String sslTruststoreLocation,
        String sslTruststoreType,
        @Nullable Setting sslTruststorePassword,
        @Nullable String sslKeystoreLocation,
        String sslKeystoreType,
        @Nullable Setting sslKeystorePassword,
        @Nullable String sslmode) {

    private static final List<String> SSL_MODES =
            Arrays.stream(SslMode.values()).map(SslMode::toString).toList();

    public MySqlSettings(
            @Nullable Setting host,
            int port,
            @Nullable Setting user,
            @Nullable Setting password,
            int connectTimeout,
            @Nullable String database,
            @Nullable String sslMode,
            @Nullable String sslTruststoreLocation,
            @Nullable String sslTruststoreType,
            @Nullable Setting sslTruststorePassword,
            @Nullable String sslKeystoreLocation,
            @Nullable String sslKeystoreType,
            @Nullable Setting sslKeystorePassword,
            @Nullable String sslmode) {
        this.host = host == null ? new Setting("localhost") : host;
        this.port = Require.port(port, 3306);
        this.user = Require.present(user, "user");
        this.password = password == null ? new Setting("") : password;
        this.connectTimeout = Require.positive(connectTimeout, 10, "connect_timeout");
        this.database = database;
        this.sslMode = sslMode == null
                ? SslMode.PREFERRED.toString()
                : Require.oneOf(sslMode.toLowerCase(Locale.ROOT), SSL_MODES, "ssl_mode");
        this.sslTruststoreLocation = sslTruststoreLocation;
        this.sslTruststoreType = Require.storeType(sslTruststoreType, "ssl_truststore_type");
        this.sslTruststorePassword = sslTruststorePassword;
        this.sslKeystoreLocation = sslKeystoreLocation;
        this.sslKeystoreType = Require.storeType(sslKeystoreType, "ssl_keystore_type");
        this.sslKeystorePassword = sslKeystorePassword;
        this.sslmode = sslmode == null ? null : Require.oneOf(sslmode, PostgresSettings.SSL_MODES, "sslmode");
    }

    /**
     * Of a {@code pgsql} source, with every reference resolved.
     *
     * @throws IllegalStateException if no database is set
     */
    public PostgresAddress postgres() {
        if (database == null) {
            throw new IllegalStateException("A source of type pgsql without db_conn.database");
        }
        return new PostgresAddress(
                host.value(),
                port,
                database,
                user.value(),
                password.value(),
                PostgresTls.of(sslmode == null ? "prefer" : sslmode));
    }

    /** With every reference resolved. */
    public MySqlAddress address() {
        return new MySqlAddress(
                host.value(),
                port,
                user.value(),
                password.value(),
                SslMode.of(sslMode),
                store(sslTruststoreLocation, sslTruststoreType, sslTruststorePassword),
                store(sslKeystoreLocation, sslKeystoreType, sslKeystorePassword),
                connectTimeout * 1000);
    }

    private static @Nullable KeyStoreFile store(@Nullable String location, String type, @Nullable Setting password) {
        return location == null ? null : new KeyStoreFile(location, type, password == null ? null : password.value());
    }
}
