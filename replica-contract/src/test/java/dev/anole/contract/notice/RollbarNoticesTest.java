package dev.anole.contract.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollbarNoticesTest {

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private HttpServer server;
    private boolean hangs;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            received.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            if (hangs) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(200, -1);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        answer.countDown();
        server.stop(0);
    }

    private RollbarNotices notices(NoticeLevel level) {
        return new RollbarNotices(RollbarAccount.of(
                "token",
                "testing",
                level,
                "http://127.0.0.1:" + server.getAddress().getPort() + "/item/"));
    }

    @Test
    void sendsWhatIsBadEnoughBeforeItCloses() {
        RollbarNotices notices = notices(NoticeLevel.WARNING);
        notices.send(NoticeLevel.INFO, "done", Map.of());
        notices.send(NoticeLevel.WARNING, "half done", Map.of("source", "shop"));
        notices.send(NoticeLevel.CRITICAL, "broken", Map.of());
        notices.close();

        assertThat(received).hasSize(2);
        JsonNode first = received.get(0);
        assertThat(first.at("/access_token").asText()).isEqualTo("token");
        assertThat(first.at("/data/environment").asText()).isEqualTo("testing");
        assertThat(first.at("/data/level").asText()).isEqualTo("warning");
        assertThat(first.at("/data/body/message/body").asText()).isEqualTo("half done");
        assertThat(first.at("/data/custom/source").asText()).isEqualTo("shop");
        assertThat(received.get(1).at("/data/level").asText()).isEqualTo("critical");
    }

    @Test
    void aRollbarThatHangsCostsSecondsAtTheCloseAlone() {
        hangs = true;
        RollbarNotices notices = notices(NoticeLevel.INFO);
        Instant began = Instant.now();
        for (int i = 0; i < 1_000; i++) {
            notices.send(NoticeLevel.ERROR, "broken", Map.of());
        }
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
        notices.close();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aRollbarThatIsDownCostsNothing() {
        RollbarNotices notices =
                new RollbarNotices(RollbarAccount.of("token", "testing", NoticeLevel.INFO, "http://127.0.0.1:1/"));
        notices.send(NoticeLevel.ERROR, "broken", Map.of());
        notices.close();
        notices.send(NoticeLevel.ERROR, "too late", Map.of());
    }

    @Test
    void refusesAnEndpointThatIsNone() {
        assertThatThrownBy(() -> RollbarAccount.of("t", "e", NoticeLevel.INFO, "rollbar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rollbar");
    }
}
