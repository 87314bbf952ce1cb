package dev.anole.mysql;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.jspecify.annotations.Nullable;

/**
 * A key store file: with the authorities that may sign the server's certificate, or with the key and certificate by which
 * the server knows this client.
 *
 * @param type {@code PKCS12} or {@code JKS}
 * @param password null if it has none
 */
public record KeyStoreFile(
        String location, String type, @Nullable String password) {

    public KeyStoreFile {
        requireNonNull(location, "location");
        requireNonNull(type, "type");
    }

    /** As a JDBC driver wants it. */
    String url() {
        return Path.of(location).toUri().toString();
    }

    /**
     * Reads the authorities.
     *
     * @throws GeneralSecurityException also if the file cannot be read; its message names the file
     */
    public KeyStore authorities() throws GeneralSecurityException {
        // Without a password, what is not encrypted can be read.
        return load(password == null ? null : password.toCharArray());
    }

    /**
     * Reads key and certificate.
     *
     * @throws GeneralSecurityException also if the file cannot be read; its message names the file
     */
    public KeyStore keys() throws GeneralSecurityException {
        return load(keyPassword());
    }

    private KeyStore load(char @Nullable [] opening) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(location))) {
            KeyStore keyStore = KeyStore.getInstance(type);
            keyStore.load(in, opening);
            return keyStore;
        } catch (IOException e) {
            throw new GeneralSecurityException("Could not read the key store " + this + ": " + e.getMessage(), e);
        }
    }

    /** The password of the key in it, which is the store's; empty if there is none. */
    public char[] keyPassword() {
        return password == null ? new char[0] : password.toCharArray();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return location + " (" + type + ")";
    }
}
