package dev.anole.admin.configuration;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the configuration lies: {@code --config} is a path, or a name in {@code ~/.anole/configuration}. */
public final class ConfigurationFile {

    private ConfigurationFile() {}

    /**
     * Finds and reads it.
     *
     * @param nameOrPath a path if it holds a separator or ends in {@code .yml} or {@code .yaml}
     * @throws AdminException if it is missing or not valid
     */
    public static Configuration read(String nameOrPath) {
        Path file = locate(nameOrPath, Path.of(System.getProperty("user.home")));
        if (!Files.isRegularFile(file)) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "The configuration file " + file + " does not exist.",
                    "Copy the commented example config/anole.yml of the distribution there and fill it in, or name"
                            + " another file with --config.");
        }
        return new ConfigurationReader(file).read();
    }

    static Path locate(String nameOrPath, Path home) {
        boolean path = nameOrPath.indexOf('/') >= 0
                || nameOrPath.indexOf(File.separatorChar) >= 0
                || nameOrPath.endsWith(".yml")
                || nameOrPath.endsWith(".yaml");
        if (!path) {
            return home.resolve(".anole").resolve("configuration").resolve(nameOrPath + ".yml");
        }
        return nameOrPath.startsWith("~/") ? home.resolve(nameOrPath.substring(2)) : Path.of(nameOrPath);
    }
}
