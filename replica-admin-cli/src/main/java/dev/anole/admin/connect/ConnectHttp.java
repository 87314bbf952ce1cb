package dev.anole.admin.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.ConnectSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Requests to Connect's REST interface, repeated while the workers rebalance. For one thread. */
final class ConnectHttp {

    /** Beyond the 90 s after which a worker gives up on its own (Connect's {@code RestServer}). */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(100);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REBALANCE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration REBALANCE_PAUSE = Duration.ofMillis(100);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String url;
    private final @Nullable String authorization;
    private final HttpClient client;

    ConnectHttp(ConnectSettings settings) {
        String configured = settings.url().value();
        url = configured.endsWith("/") ? configured.substring(0, configured.length() - 1) : configured;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (url.startsWith("https:")) {
            builder.sslContext(ConnectTls.context(settings));
        }
        client = builder.build();
        authorization = settings.username() == null || settings.password() == null
                ? null
                : basic(settings.username().value() + ":" + settings.password().value());
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends one request.
     *
     * @param path beginning with a slash, its parts encoded by {@link #part}
     * @param body turned into JSON; null for none
     * @throws AdminException if the worker cannot be reached
     */
    Reply send(String method, String path, @Nullable Object body) throws InterruptedException {
        Instant deadline = Instant.now().plus(REBALANCE_TIMEOUT);
        while (true) {
            Reply reply = sendOnce(method, path, body);
            if (!reply.passes() || Instant.now().isAfter(deadline)) {
                return reply;
            }
            Thread.sleep(REBALANCE_PAUSE.toMillis());
        }
    }

    private Reply sendOnce(String method, String path, @Nullable Object body) throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(REQUEST_TIMEOUT)
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(method + " " + path, response.statusCode(), response.body());
        } catch (SSLException e) {
            throw new AdminException(
                    ExitCode.CONNECTION,
                    "No TLS connection to Kafka Connect at " + url + " came about: " + e.getMessage() + ".",
                    "If it is a certificate that is not trusted, name the authority that signed it by"
                            + " connect.ssl_truststore_location; else check that the worker speaks HTTPS there.",
                    e);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (IllegalArgumentException e) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "The key connect.url is no URL of Kafka Connect: \"" + url + "\".",
                    "It looks like http://host:8083.",
                    e);
        }
    }

    private AdminException unreachable(IOException e) {
        return new AdminException(
                ExitCode.CONNECTION,
                "Kafka Connect does not answer at " + url + " (" + reason(e) + ").",
                "Start a Connect worker there, or correct connect.url in the configuration.",
                e);
    }

    /** The JDK's client has no words for what happens most. */
    private static String reason(IOException e) {
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        if (e instanceof ConnectException) {
            return rootOf(e) instanceof UnresolvedAddressException ? "unknown host" : "connection refused";
        }
        return e.getClass().getSimpleName();
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }

    /** One part of a path. */
    static String part(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What came back. */
    record Reply(String request, int status, String body) {

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        boolean missing() {
            return status == 404;
        }

        /** Whether Connect asks to come again: it rebalances, or tasks have not ended yet. */
        boolean passes() {
            String message = succeeded() ? "" : message();
            return (status == 409 && !message.contains("already exists"))
                    || (status >= 500
                            && (message.contains("safely retried")
                                    || message.contains("haven't stopped")
                                    || message.contains("rebalance")));
        }

        <T> T as(Class<T> type) {
            try {
                return JSON.readValue(required().body, type);
            } catch (JsonProcessingException e) {
                throw new AdminException(
                        ExitCode.FAILURE,
                        "Kafka Connect's reply to " + request + " is not understood.",
                        "Check that connect.url leads to Kafka Connect, version 3.7 or later.",
                        e);
            }
        }

        /**
         * This, if it tells of success.
         *
         * @throws AdminException with Connect's own message otherwise
         */
        Reply required() {
            if (succeeded()) {
                return this;
            }
            if (status == 401 || status == 403) {
                throw new AdminException(
                        ExitCode.CONNECTION,
                        "Kafka Connect refuses " + request + " (HTTP " + status + ").",
                        "Check connect.username and connect.password in the configuration.");
            }
            throw new AdminException(
                    ExitCode.FAILURE,
                    "Kafka Connect refuses " + request + " (HTTP " + status + "): " + message(),
                    "Mend what it says and run the command again; the log of the Connect worker may tell more.");
        }

        /** Connect's own words. */
        String message() {
            try {
                JsonNode error = JSON.readTree(body);
                return error == null ? "" : error.path("message").asText(body).strip();
            } catch (JsonProcessingException e) {
                return body.strip();
            }
        }
    }
}
