package dev.anole.admin.connect;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.ConnectSettings;
import dev.anole.admin.configuration.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom to trust at Connect's address, and by which key to be known there; by Java's defaults where nothing is set. */
final class ConnectTls {

    private ConnectTls() {}

    /** @throws AdminException if a store cannot be read */
    static SSLContext context(ConnectSettings settings) {
        try {
            TrustManager @Nullable [] trusted = null;
            if (settings.sslTruststoreLocation() != null) {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(store(
                        "connect.ssl_truststore_location",
                        settings.sslTruststoreLocation(),
                        settings.sslTruststoreType(),
                        characters(settings.sslTruststorePassword())));
                trusted = factory.getTrustManagers();
            }
            KeyManager @Nullable [] keys = null;
            if (settings.sslKeystoreLocation() != null) {
                char @Nullable [] password = characters(settings.sslKeystorePassword());
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(
                        store(
                                "connect.ssl_keystore_location",
                                settings.sslKeystoreLocation(),
                                settings.sslKeystoreType(),
                                password),
                        password);
                keys = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "TLS to Kafka Connect cannot be set up: " + e.getMessage() + ".",
                    "Check the keys ssl_* of connect in the configuration.",
                    e);
        }
    }

    private static KeyStore store(String key, String location, String type, char @Nullable [] password)
            throws GeneralSecurityException {
        try (InputStream file = Files.newInputStream(Path.of(location))) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(file, password);
            return store;
        } catch (IOException e) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "The file " + location + " of " + key + " cannot be read as " + type + " (" + e.getMessage() + ").",
                    "Check that file, its type and its password in the configuration.",
                    e);
        }
    }

    private static char @Nullable [] characters(@Nullable Setting password) {
        return password == null ? null : password.value().toCharArray();
    }
}
