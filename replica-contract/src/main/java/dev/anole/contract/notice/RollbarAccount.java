package dev.anole.contract.notice;

import static java.util.Objects.requireNonNull;

import com.rollbar.notifier.sender.SyncSender;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where notices go.
 *
 * @param accessToken of a project of Rollbar's, to post items
 * @param environment as Rollbar shows it
 * @param level of which notices are sent, and of worse ones
 * @param endpoint Rollbar's own, or a proxy's
 */
public record RollbarAccount(String accessToken, String environment, NoticeLevel level, URI endpoint) {

    public RollbarAccount {
        requireNonNull(accessToken, "accessToken");
        requireNonNull(environment, "environment");
        requireNonNull(level, "level");
        if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("\"" + endpoint + "\" is no URL that begins with http");
        }
    }

    /**
     * The same, from texts.
     *
     * @param endpoint null or empty for Rollbar's own
     * @throws IllegalArgumentException if the endpoint is no URL
     */
    public static RollbarAccount of(
            String accessToken, String environment, NoticeLevel level, @Nullable String endpoint) {
        boolean own = endpoint == null || endpoint.isBlank();
        return new RollbarAccount(
                accessToken, environment, level, URI.create(own ? SyncSender.DEFAULT_API_ENDPOINT : endpoint));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return environment + " at " + endpoint;
    }
}
