package dev.anole.contract.notice;

import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** A connector's settings of its notices. */
public final class RollbarConfig {

    public static final String KEY = "rollbar.key";
    public static final String ENVIRONMENT = "rollbar.env";
    public static final String LEVEL = "rollbar.level";
    public static final String ENDPOINT = "rollbar.endpoint";

    private static final String GROUP = "Notices";

    private RollbarConfig() {}

    /** Adds them. */
    public static void addTo(ConfigDef definition) {
        define(
                definition,
                KEY,
                Type.PASSWORD,
                "",
                null,
                "Access token of a Rollbar project, to which failures of the task are told. Empty for none.");
        define(definition, ENVIRONMENT, Type.STRING, "", null, "The environment under which Rollbar shows them.");
        define(
                definition,
                LEVEL,
                Type.STRING,
                "info",
                CaseInsensitiveValidString.in("critical", "error", "warning", "info"),
                "What is told, this and all that is worse: critical, error, warning, info. A failed task is critical; a"
                        + " server that is waited for and a table that leaves the replica are errors; a table that is held"
                        + " is a warning.");
        define(
                definition,
                ENDPOINT,
                Type.STRING,
                "",
                url(),
                "Where notices are posted. Empty for Rollbar's own address.");
    }

    private static void define(
            ConfigDef definition,
            String name,
            Type type,
            String defaultValue,
            ConfigDef.@Nullable Validator validator,
            String documentation) {
        definition.define(
                name,
                type,
                defaultValue,
                validator,
                Importance.LOW,
                documentation,
                GROUP,
                definition.names().size(),
                Width.MEDIUM,
                name);
    }

    private static ConfigDef.Validator url() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        RollbarAccount.of("", "", NoticeLevel.INFO, String.valueOf(value));
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, "Must be a URL that begins with http");
                    }
                },
                () -> "URL");
    }

    /** As the connector is configured; none without key or environment. To be closed. */
    public static Notices notices(AbstractConfig config) {
        Password key = config.getPassword(KEY);
        String environment = config.getString(ENVIRONMENT);
        if (key.value().isBlank() || environment.isBlank()) {
            return Notices.none();
        }
        return new RollbarNotices(RollbarAccount.of(
                key.value(),
                environment,
                NoticeLevel.valueOf(config.getString(LEVEL).toUpperCase(Locale.ROOT)),
                config.getString(ENDPOINT)));
    }
}
