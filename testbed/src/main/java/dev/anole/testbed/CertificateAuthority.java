package dev.anole.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of a test's own, and keys with certificates that it has signed, made by the JDK's keytool. */
public final class CertificateAuthority {

    /** Of all stores. */
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "user";

    private final Path folder;

    /** @param folder for its files, empty */
    public CertificateAuthority(Path folder) {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-dname",
                "CN=authority",
                "-ext",
                "bc:c",
                "-keyalg",
                "EC",
                "-keystore",
                file("ca.p12"));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-keystore", file("ca.p12"), "-file", file("ca.pem"));
        keytool("-importcert", "-noprompt", "-alias", "ca", "-keystore", file("trusted.p12"), "-file", file("ca.pem"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Command.run(command);
    }

    /** Its certificate, in PEM. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** Its certificate, as a trust store. */
    public Path trustStore() {
        return folder.resolve("trusted.p12");
    }

    /** A new key with a certificate for that name, and for this machine's loopback address, in PKCS-12. */
    public Path issue(String name) {
        String store = file(name + ".p12");
        String request = file(name + ".csr");
        String signed = file(name + ".pem");
        keytool("-genkeypair", "-alias", ALIAS, "-dname", "CN=" + name, "-keyalg", "EC", "-keystore", store);
        keytool("-certreq", "-alias", ALIAS, "-keystore", store, "-file", request);
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file("ca.p12"),
                "-infile",
                request,
                "-outfile",
                signed);
        keytool("-importcert", "-noprompt", "-alias", "ca", "-keystore", store, "-file", file("ca.pem"));
        keytool("-importcert", "-noprompt", "-alias", ALIAS, "-keystore", store, "-file", signed);
        return Path.of(store);
    }

    /** The certificate that {@link #issue} has made, in PEM. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** The key of that certificate as PKCS-8 in DER. */
    public Path key(String name) {
        try {
            return Files.write(folder.resolve(name + ".pk8"), privateKey(name).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the key of " + name, e);
        }
    }

    /** The key of that certificate in PEM. */
    public String keyText(String name) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(privateKey(name).getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private Key privateKey(String name) {
        try {
            return Objects.requireNonNull(load(folder.resolve(name + ".p12")).getKey(ALIAS, PASSWORD.toCharArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key of " + name, e);
        }
    }

    /** Of a client that trusts this authority and has that key. */
    public SSLContext context(String name) {
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(load(trustStore()));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(folder.resolve(name + ".p12")), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No TLS for " + name, e);
        }
    }

    private static KeyStore load(Path file) throws GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, PASSWORD.toCharArray());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }
}
