package dev.anole.admin.configuration;

import dev.anole.contract.notice.NoticeLevel;
import dev.anole.contract.notice.RollbarAccount;
import org.jspecify.annotations.Nullable;

/**
 * The keys {@code rollbar_key}, {@code rollbar_env}, {@code rollbar_level} and {@code rollbar_endpoint}: notices of
 * commands and connectors. There are none without the first two.
 *
 * @param key an access token of Rollbar's; null for none
 * @param level {@code info} if missing
 * @param endpoint null for Rollbar's own
 */
public record RollbarSettings(
        @Nullable Setting key,
        @Nullable String env,
        NoticeLevel level,
        @Nullable String endpoint) {

    static RollbarSettings of(
            @Nullable Setting key, @Nullable String env, @Nullable NoticeLevel level, @Nullable String endpoint) {
        RollbarSettings settings = new RollbarSettings(
                key == null || key.isBlank() ? null : key,
                env == null || env.isBlank() ? null : env,
                level == null ? NoticeLevel.INFO : level,
                endpoint == null || endpoint.isBlank() ? null : endpoint);
        try {
            RollbarAccount.of("", "", settings.level, settings.endpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rollbar_endpoint is wrong: " + e.getMessage(), e);
        }
        return settings;
    }

    /** Whether notices are sent. */
    public boolean isEnabled() {
        return key != null && env != null;
    }

    /** Whether one of the two keys without which there are no notices stands alone. */
    boolean isHalf() {
        return (key == null) != (env == null);
    }

    /** With its reference resolved; null if no notices are sent. */
    public @Nullable RollbarAccount account() {
        return key == null || env == null ? null : RollbarAccount.of(key.value(), env, level, endpoint);
    }
}
