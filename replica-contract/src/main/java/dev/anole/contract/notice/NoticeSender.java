package dev.anole.contract.notice;

import com.rollbar.api.payload.Payload;
import com.rollbar.notifier.sender.Sender;
import com.rollbar.notifier.sender.json.JsonSerializer;
import com.rollbar.notifier.sender.json.JsonSerializerImpl;
import com.rollbar.notifier.sender.listener.SenderListener;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts notices as Rollbar's own sender does, which would wait for an answer for ever, and log a failure as an error with
 * its trace. For one thread.
 */
final class NoticeSender implements Sender {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);

    /** Less than a closing connector or command waits for its last notice. */
    private static final Duration TIMEOUT = Duration.ofMillis(2_500);

    private final RollbarAccount account;
    private final JsonSerializer json = new JsonSerializerImpl();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    NoticeSender(RollbarAccount account) {
        this.account = account;
    }

    @Override
    public void send(Payload payload) {
        try {
            HttpRequest request = HttpRequest.newBuilder(account.endpoint())
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .header("X-Rollbar-Access-Token", account.accessToken())
                    .POST(HttpRequest.BodyPublishers.ofString(json.toJson(payload)))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                LOG.warn(
                        "A notice did not reach Rollbar at {}: it answers HTTP {}",
                        account.endpoint(),
                        response.statusCode());
            }
        } catch (IOException e) {
            LOG.warn("A notice did not reach Rollbar at {}: {}", account.endpoint(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void addListener(SenderListener listener) {
        throw new UnsupportedOperationException("Nobody listens");
    }

    @Override
    public List<SenderListener> getListeners() {
        return List.of();
    }

    @Override
    public void close() {}

    @Override
    public void close(boolean wait) {}
}
