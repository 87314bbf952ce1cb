package dev.anole.admin.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one file: YAML, then pg_chameleon's ways of writing it, then records that check themselves. */
final class ConfigurationReader {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    ConfigurationReader(Path file) {
        this.file = file;
    }

    /** @throws AdminException that names file, path and key, never a value of a secret */
    Configuration read() {
        ObjectNode tree = tree();
        PgsqlNesting.liftIn(tree);
        List<String> warnings = new ArrayList<>(new KeysWithoutEffect().removeFrom(tree));
        FilePermissions.warning(file, tree).ifPresent(warnings::add);
        try {
            UnknownKeys.refuseIn(tree);
            ConfigurationDocument document = YAML.treeToValue(tree, ConfigurationDocument.class);
            if (document.rollbar().isHalf()) {
                warnings.add("Rollbar gets no notices, since it needs both rollbar_key and rollbar_env.");
            }
            return new Configuration(
                    file,
                    document.log(),
                    document.rollbar(),
                    document.pgConn(),
                    document.kafka(),
                    document.connect(),
                    Fillfactors.rules(document.fillfactor()),
                    TypeOverrideSettings.rules(document.typeOverride()),
                    named(document.sources(), document.rollbar()),
                    warnings);
        } catch (JsonMappingException e) {
            throw invalid(BindingProblem.describe(e), e);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private ObjectNode tree() {
        try {
            JsonNode tree = YAML.readTree(file.toFile());
            if (tree instanceof ObjectNode document) {
                return document;
            }
        } catch (JsonProcessingException e) {
            // Without its cause, whose message quotes the line, be it a password's.
            throw invalid(BindingProblem.describeSyntax(e), null);
        } catch (IOException e) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "The configuration file " + file + " cannot be read (" + e.getMessage() + ").",
                    "Check that it is a file that you may read.",
                    e);
        }
        throw new AdminException(
                ExitCode.CONFIGURATION,
                "The configuration file " + file + " holds no keys.",
                "Fill it in as in the commented example config/anole.yml of the distribution.");
    }

    private static Map<String, ReplicaSource> named(Map<String, SourceSettings> sources, RollbarSettings rollbar) {
        Map<String, ReplicaSource> named = new LinkedHashMap<>();
        Map<String, String> sourcesByTopic = new HashMap<>();
        sources.forEach((name, settings) -> {
            ReplicaSource source = new ReplicaSource(name, settings, rollbar);
            String other = sourcesByTopic.put(source.topic(), name);
            if (other != null) {
                throw new IllegalArgumentException("the sources " + other + " and " + name + " have the same topic, "
                        + source.topic() + "; each needs its own");
            }
            named.put(name, source);
        });
        return Collections.unmodifiableMap(named);
    }

    private AdminException invalid(String problem, @Nullable Exception cause) {
        return new AdminException(
                ExitCode.CONFIGURATION,
                "The configuration file " + file + " is not valid: " + problem + (problem.endsWith("?") ? "" : "."),
                "Correct it; config/anole.yml of the distribution shows every key with its meaning.",
                cause);
    }
}
