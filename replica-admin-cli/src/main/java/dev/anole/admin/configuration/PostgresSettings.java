package dev.anole.admin.configuration;

import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.PostgresTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_conn}: the target database.
 *
 * @param sslmode libpq's word, {@code prefer} if missing
 * @param sslrootcert file of the authority that signed the server's certificate; null for the driver's default
 * @param sslcert file of this client's certificate; null for none
 * @param sslkey file of its key
 */
public record PostgresSettings(
        Setting host,
        int port,
        Setting user,
        Setting password,
        Setting database,
        String sslmode,
        @Nullable String sslrootcert,
        @Nullable String sslcert,
        @Nullable String sslkey,
        @Nullable Setting sslpassword) {

    static final List<String> SSL_MODES = List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    public PostgresSettings(
            @Nullable Setting host,
            int port,
            @Nullable Setting user,
            @Nullable Setting password,
            @Nullable Setting database,
            @Nullable String sslmode,
            @Nullable String sslrootcert,
            @Nullable String sslcert,
            @Nullable String sslkey,
            @Nullable Setting sslpassword) {
        this.host = host == null ? new Setting("localhost") : host;
        this.port = Require.port(port, 5432);
        this.user = Require.present(user, "user");
        this.password = password == null ? new Setting("") : password;
        this.database = Require.present(database, "database");
        this.sslmode = sslmode == null ? "prefer" : Require.oneOf(sslmode, SSL_MODES, "sslmode");
        this.sslrootcert = sslrootcert;
        this.sslcert = sslcert;
        this.sslkey = sslkey;
        this.sslpassword = sslpassword;
    }

    /** With every reference resolved. */
    public PostgresAddress address() {
        PostgresTls tls = new PostgresTls(
                sslmode, sslrootcert, sslcert, sslkey, sslpassword == null ? null : sslpassword.value());
        return new PostgresAddress(host.value(), port, database.value(), user.value(), password.value(), tls);
    }
}
