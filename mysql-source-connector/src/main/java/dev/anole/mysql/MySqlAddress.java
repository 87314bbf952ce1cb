package dev.anole.mysql;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a MySQL server is, and as whom to connect.
 *
 * @param trustStore null for the authorities that Java trusts
 */
public record MySqlAddress(
        String host,
        int port,
        String user,
        String password,
        SslMode sslMode,
        @Nullable TrustStore trustStore,
        int connectTimeoutMs) {

    public MySqlAddress {
        requireNonNull(host, "host");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        requireNonNull(sslMode, "sslMode");
    }

    /** The same server, given up on sooner or later. */
    public MySqlAddress withConnectTimeoutMs(int newConnectTimeoutMs) {
        return new MySqlAddress(host, port, user, password, sslMode, trustStore, newConnectTimeoutMs);
    }

    /** For messages: host and port. */
    public String place() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + place();
    }
}
