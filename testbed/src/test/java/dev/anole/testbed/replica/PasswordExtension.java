package dev.anole.testbed.replica;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension;

/**
 * Kafka's own basic authentication of Connect's REST interface. Maven Central has it up to Kafka 4.3, and a worker of 4.4
 * takes all of it but its version, for which it asks a class that has moved.
 */
public final class PasswordExtension extends BasicAuthSecurityRestExtension {

    @Override
    public String version() {
        return "4.3.0";
    }

    /** The jar of Kafka's extension, which JAAS looks for on the class path. */
    static Path library() throws URISyntaxException {
        return Path.of(BasicAuthSecurityRestExtension.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** A plug-in archive with this. */
    static Path archive(Path folder) throws IOException {
        Path jar = Files.createDirectories(folder).resolve("password-extension.jar");
        String path = PasswordExtension.class.getName().replace('.', '/') + ".class";
        try (ZipOutputStream file = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream bytes = ClassLoader.getSystemResourceAsStream(path)) {
            add(file, path, bytes.readAllBytes());
            add(
                    file,
                    "META-INF/services/" + ConnectRestExtension.class.getName(),
                    PasswordExtension.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        Path archive = folder.resolve("password-extension.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            add(zip, "password-extension/" + jar.getFileName(), Files.readAllBytes(jar));
        }
        return archive;
    }

    private static void add(ZipOutputStream to, String name, byte[] content) throws IOException {
        to.putNextEntry(new ZipEntry(name));
        to.write(content);
        to.closeEntry();
    }
}
