package dev.anole.mysql.binlog;

import com.github.shyiko.mysql.binlog.network.DefaultSSLSocketFactory;
import dev.anole.mysql.KeyStoreFile;
import dev.anole.mysql.MySqlAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for the binlog connection as the address wants it: any certificate, or those signed by the authorities of a trust
 * store or of Java's own; with a certificate of this client's if it has one. (The library's default would be TLS 1.2 at
 * most, and no trust store.)
 */
final class TlsSockets extends DefaultSSLSocketFactory {

    private final MySqlAddress address;

    TlsSockets(MySqlAddress address) {
        super("TLS");
        this.address = address;
    }

    @Override
    protected void initSSLContext(SSLContext context) throws GeneralSecurityException {
        context.init(keyManagers(), trustManagers(), null);
    }

    /** Null for no certificate of ours. */
    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
        KeyStoreFile keyStore = address.keyStore();
        if (keyStore == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore.keys(), keyStore.keyPassword());
        return factory.getKeyManagers();
    }

    /** Null for the authorities that Java trusts. */
    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException {
        if (!address.sslMode().verifiesAuthority()) {
            return new TrustManager[] {new TrustAny()};
        }
        KeyStoreFile trustStore = address.trustStore();
        if (trustStore == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trustStore.authorities());
        return factory.getTrustManagers();
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
