package dev.anole.mysql.binlog;

import com.github.shyiko.mysql.binlog.network.DefaultSSLSocketFactory;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.TrustStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS for the binlog connection as the address wants it: any certificate, or those signed by the authorities of a trust
 * store or of Java's own. (The library's default would be TLS 1.2 at most, and no trust store.)
 */
final class TlsSockets extends DefaultSSLSocketFactory {

    private final MySqlAddress address;

    TlsSockets(MySqlAddress address) {
        super("TLS");
        this.address = address;
    }

    @Override
    protected void initSSLContext(SSLContext context) throws GeneralSecurityException {
        TrustStore trustStore = address.trustStore();
        if (!address.sslMode().verifiesAuthority()) {
            context.init(null, new TrustManager[] {new TrustAny()}, null);
        } else if (trustStore == null) {
            context.init(null, null, null);
        } else {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(load(trustStore));
            context.init(null, factory.getTrustManagers(), null);
        }
    }

    private static KeyStore load(TrustStore trustStore) throws GeneralSecurityException {
        String password = trustStore.password();
        try (InputStream in = Files.newInputStream(Path.of(trustStore.location()))) {
            KeyStore keyStore = KeyStore.getInstance(trustStore.type());
            keyStore.load(in, password == null ? null : password.toCharArray());
            return keyStore;
        } catch (IOException e) {
            throw new GeneralSecurityException(
                    "Could not read the trust store " + trustStore.location() + " (" + trustStore.type() + "): "
                            + e.getMessage(),
                    e);
        }
    }

    /** The modes preferred and required encrypt, but do not ask who the server is. */
    private static final class TrustAny extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
