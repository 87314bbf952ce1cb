package dev.anole.admin.configuration;

import dev.anole.postgres.PostgresAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_conn}: the target database.
 *
 * @param sslmode libpq's word, {@code prefer} if missing
 */
public record PostgresSettings(
        Setting host, int port, Setting user, Setting password, Setting database, String sslmode) {

    static final List<String> SSL_MODES = List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    public PostgresSettings(
            @Nullable Setting host,
            int port,
            @Nullable Setting user,
            @Nullable Setting password,
            @Nullable Setting database,
            @Nullable String sslmode) {
        this.host = host == null ? new Setting("localhost") : host;
        this.port = Require.port(port, 5432);
        this.user = Require.present(user, "user");
        this.password = password == null ? new Setting("") : password;
        this.database = Require.present(database, "database");
        this.sslmode = sslmode == null ? "prefer" : Require.oneOf(sslmode, SSL_MODES, "sslmode");
    }

    /** With every reference resolved. */
    public PostgresAddress address() {
        return new PostgresAddress(host.value(), port, database.value(), user.value(), password.value(), sslmode);
    }
}
