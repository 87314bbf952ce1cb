package dev.anole.mysql;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a MySQL server is, and as whom to connect.
 *
 * @param trustStore null for the authorities that Java trusts
 * @param keyStore with the certificate by which the server knows this client; null for none
 */
public record MySqlAddress(
        String host,
        int port,
        String user,
        String password,
        SslMode sslMode,
        @Nullable KeyStoreFile trustStore,
        @Nullable KeyStoreFile keyStore,
        int connectTimeoutMs) {

    public MySqlAddress {
        requireNonNull(host, "host");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        requireNonNull(sslMode, "sslMode");
    }

    /** The same server, given up on sooner or later. */
    public MySqlAddress withConnectTimeoutMs(int newConnectTimeoutMs) {
        return new MySqlAddress(host, port, user, password, sslMode, trustStore, keyStore, newConnectTimeoutMs);
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
