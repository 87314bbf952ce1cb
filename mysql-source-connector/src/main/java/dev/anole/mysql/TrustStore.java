package dev.anole.mysql;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A key store file with the authorities that may sign the server's certificate.
 *
 * @param type {@code PKCS12} or {@code JKS}
 * @param password null if it has none
 */
public record TrustStore(
        String location, String type, @Nullable String password) {

    public TrustStore {
        requireNonNull(location, "location");
        requireNonNull(type, "type");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return type + " " + location;
    }
}
