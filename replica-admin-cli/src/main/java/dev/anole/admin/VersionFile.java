package dev.anole.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the archive. */
final class VersionFile implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = VersionFile.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IOException("version.properties is missing from the archive");
            }
            properties.load(file);
        }
        return new String[] {
            "replica-admin " + properties.getProperty("version"),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
