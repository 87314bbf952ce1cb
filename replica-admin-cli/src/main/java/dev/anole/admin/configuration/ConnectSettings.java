package dev.anole.admin.configuration;

import org.jspecify.annotations.Nullable;

/**
 * {@code connect}: the REST interface of the Connect cluster.
 *
 * @param url of any worker, {@code http://localhost:8083} if missing
 * @param username for basic authentication; null for none
 * @param sslTruststoreLocation of the authorities that may have signed the workers' certificates; null for those that
 *     Java trusts
 * @param sslTruststoreType {@code PKCS12} or {@code JKS}, {@code PKCS12} if missing
 * @param sslKeystoreLocation of the key by which the workers know this client; null for none
 * @param sslKeystoreType as the other
 */
public record ConnectSettings(
        Setting url,
        @Nullable Setting username,
        @Nullable Setting password,
        @Nullable String sslTruststoreLocation,
        String sslTruststoreType,
        @Nullable Setting sslTruststorePassword,
        @Nullable String sslKeystoreLocation,
        String sslKeystoreType,
        @Nullable Setting sslKeystorePassword) {

    public ConnectSettings(
            @Nullable Setting url,
            @Nullable Setting username,
            @Nullable Setting password,
            @Nullable String sslTruststoreLocation,
            @Nullable String sslTruststoreType,
            @Nullable Setting sslTruststorePassword,
            @Nullable String sslKeystoreLocation,
            @Nullable String sslKeystoreType,
            @Nullable Setting sslKeystorePassword) {
        this.url = url == null ? new Setting("http://localhost:8083") : url;
        this.username = username;
        this.password = password;
        this.sslTruststoreLocation = sslTruststoreLocation;
        this.sslTruststoreType = Require.storeType(sslTruststoreType, "ssl_truststore_type");
        this.sslTruststorePassword = sslTruststorePassword;
        this.sslKeystoreLocation = sslKeystoreLocation;
        this.sslKeystoreType = Require.storeType(sslKeystoreType, "ssl_keystore_type");
        this.sslKeystorePassword = sslKeystorePassword;
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password are needed both, or neither");
        }
    }

    static ConnectSettings defaults() {
        return new ConnectSettings(null, null, null, null, null, null, null, null, null);
    }
}
