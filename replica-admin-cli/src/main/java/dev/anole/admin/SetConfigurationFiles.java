package dev.anole.admin;

import dev.anole.admin.output.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the folder of the configurations. */
@Command(
        name = "set-configuration-files",
        aliases = "set_configuration_files",
        header = "Makes the folder for configurations, with an example.",
        description = {
            "",
            "Makes ~/.anole/configuration, which only you can read, and puts the commented example there as"
                    + " anole-example.yml. An example of another version is replaced by this version's; files of yours are"
                    + " never touched."
        },
        footer = {
            "",
            "Example:",
            "  replica-admin set-configuration-files",
            "  cp ~/.anole/configuration/anole-example.yml ~/.anole/configuration/default.yml"
        })
final class SetConfigurationFiles implements Callable<Integer> {

    static final String EXAMPLE = "anole-example.yml";

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_READS = PosixFilePermissions.fromString("rw-------");

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Result(String example, boolean written) {}

    @Override
    public Integer call() throws IOException {
        Path folder = Path.of(System.getProperty("user.home")).resolve(".anole").resolve("configuration");
        Console console = options.console();
        try {
            for (Path each : List.of(folder.getParent(), folder)) {
                if (!Files.isDirectory(each)) {
                    Files.createDirectories(each);
                    Files.setPosixFilePermissions(each, OWNER_ALONE);
                }
            }
            Path example = folder.resolve(EXAMPLE);
            byte[] wanted = example();
            boolean written = !Files.exists(example) || !Arrays.equals(Files.readAllBytes(example), wanted);
            if (written) {
                Files.write(example, wanted);
                Files.setPosixFilePermissions(example, OWNER_READS);
            }
            console.say(
                    written
                            ? "The example is in " + example + ". Copy it to " + folder.resolve("default.yml")
                                    + " and fill it in."
                            : "The example in " + example + " is this version's already, nothing was done.");
            console.document(new Result(example.toString(), written));
        } catch (IOException e) {
            throw new AdminException(
                    ExitCode.FAILURE,
                    "Could not write to " + folder + ": " + e + ".",
                    "Check the permissions of your home folder.",
                    e);
        }
        return ExitCode.OK.number();
    }

    private static byte[] example() throws IOException {
        try (InputStream file = SetConfigurationFiles.class.getResourceAsStream("anole.yml")) {
            if (file == null) {
                throw new IllegalStateException("anole.yml is missing from the archive");
            }
            return file.readAllBytes();
        }
    }
}
