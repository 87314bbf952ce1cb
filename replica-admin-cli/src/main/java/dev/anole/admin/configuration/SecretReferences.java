package dev.anole.admin.configuration;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * References to secrets, resolved by Kafka's own providers as a worker with {@code config.providers=env,file,dir} does:
 * {@code ${env:NAME}}, {@code ${file:path:key}}, {@code ${dir:path:key}}.
 */
final class SecretReferences {

    private static final Pattern REFERENCE = ConfigTransformer.DEFAULT_PATTERN;

    private SecretReferences() {}

    /** @throws AdminException naming the reference, never what it leads to */
    static String resolve(String written) {
        Matcher matcher = REFERENCE.matcher(written);
        if (!matcher.find()) {
            return written;
        }
        String reference = matcher.group();
        try {
            String resolved =
                    transformer().transform(Map.of("setting", written)).data().get("setting");
            if (resolved != null && !resolved.contains(reference)) {
                return resolved;
            }
        } catch (KafkaException e) {
            throw unresolved(reference, e);
        }
        throw unresolved(reference, null);
    }

    private static ConfigTransformer transformer() {
        return new ConfigTransformer(Map.of(
                "env", configured(new EnvVarConfigProvider()),
                "file", configured(new FileConfigProvider()),
                "dir", configured(new DirectoryConfigProvider())));
    }

    private static ConfigProvider configured(ConfigProvider provider) {
        provider.configure(Map.of());
        return provider;
    }

    private static AdminException unresolved(String reference, @Nullable Throwable cause) {
        return new AdminException(
                ExitCode.CONFIGURATION,
                "The reference " + reference + " in the configuration leads to no value on this machine.",
                "Set that environment variable or create that file; the forms are ${env:NAME}, ${file:path:key} and"
                        + " ${dir:path:key}.",
                cause);
    }
}
