package dev.anole.admin.configuration;

import static java.util.Objects.requireNonNull;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.postgres.types.MappingRules;
import dev.anole.postgres.types.TableRule;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A configuration file, read and checked. References to secrets are resolved only where they are used, so that a
 * command needs no secret but its own.
 *
 * @param file that was read, for messages
 * @param fillfactors for all sources
 * @param typeOverrides for all sources; by MySQL's column type, PostgreSQL's as the file names it
 * @param sources by name, in the file's order
 * @param warnings one sentence for each key that has no effect
 */
public record Configuration(
        Path file,
        LogSettings log,
        RollbarSettings rollbar,
        PostgresSettings postgres,
        KafkaSettings kafka,
        ConnectSettings connect,
        List<TableRule> fillfactors,
        Map<String, TableRule> typeOverrides,
        Map<String, ReplicaSource> sources,
        List<String> warnings) {

    public Configuration {
        requireNonNull(file, "file");
        fillfactors = List.copyOf(fillfactors);
        typeOverrides = Collections.unmodifiableMap(new LinkedHashMap<>(typeOverrides));
        warnings = List.copyOf(warnings);
    }

    /** The file's name without its ending, as {@code --config} takes it. */
    public String name() {
        return Pattern.compile("\\.ya?ml$")
                .matcher(file.getFileName().toString())
                .replaceFirst("");
    }

    /** @throws AdminException naming the sources that the file has */
    public ReplicaSource source(String name) {
        ReplicaSource source = sources.get(name);
        if (source == null) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "The source " + name + " is not in " + file + ".",
                    remedy(name, sources.keySet()));
        }
        return source;
    }

    /** What is laid down for tables that come to the source's replica; types are named as the file names them. */
    public MappingRules rules(ReplicaSource source) {
        SourceSettings settings = source.settings();
        return new MappingRules(
                typeOverrides,
                settings.badValues().policies(),
                settings.fulltext(),
                settings.keepExistingSchema(),
                settings.grantSelectTo(),
                fillfactors,
                settings.ghostSchema());
    }

    private static String remedy(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return "Describe it there under sources.";
        }
        return NearestName.of(name, known)
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse("Describe it there under sources, or name one of: " + String.join(", ", known) + ".");
    }
}
