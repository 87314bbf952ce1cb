package dev.anole.postgres;

import static java.util.Objects.requireNonNull;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How sessions on the target are encrypted, by files of PEM, or PKCS-12 and PKCS-8 (DER) for the key, as PostgreSQL's
 * JDBC driver reads them (its manual, "Connection parameters").
 *
 * @param mode libpq's word ({@code disable}, {@code prefer}, {@code require}, {@code verify-ca}, {@code verify-full})
 * @param rootCertificate of the authority that signed the server's; null for the driver's default
 * @param certificate by which the server knows this client; null for none
 * @param key of the certificate
 * @param keyPassword null for a key without one
 */
public record PostgresTls(
        String mode,
        @Nullable String rootCertificate,
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String keyPassword) {

    public PostgresTls {
        requireNonNull(mode, "mode");
    }

    /** With no files but the driver's default ones. */
    public static PostgresTls of(String mode) {
        return new PostgresTls(mode, null, null, null, null);
    }

    void addTo(Properties properties) {
        properties.setProperty("sslmode", mode);
        set(properties, "sslrootcert", rootCertificate);
        set(properties, "sslcert", certificate);
        set(properties, "sslkey", key);
        set(properties, "sslpassword", keyPassword);
    }

    private static void set(Properties properties, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            properties.setProperty(name, value);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return mode;
    }
}
