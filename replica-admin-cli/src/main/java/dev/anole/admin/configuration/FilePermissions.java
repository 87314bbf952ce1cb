package dev.anole.admin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether others on this machine may read a secret that stands in the file itself. */
final class FilePermissions {

    private static final Logger LOG = LoggerFactory.getLogger(FilePermissions.class);

    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private FilePermissions() {}

    /** A sentence for the operator; empty if all is well, or this system has no such permissions. */
    static Optional<String> warning(Path file, JsonNode document) {
        try {
            if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    || OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                return Optional.empty();
            }
        } catch (IOException e) {
            LOG.debug("The permissions of {} are not known", file, e);
            return Optional.empty();
        }
        return Secrets.firstPlain(document)
                .map(key -> "Others on this machine may read " + file + ", which holds a password (" + key
                        + "). Run chmod 600 " + file + ", or write a reference to it, such as ${env:NAME}.");
    }
}
