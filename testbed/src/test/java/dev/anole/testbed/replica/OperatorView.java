package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anole.testbed.ConnectWorker;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/** Where an operator looks when a replica does not go on: Connect's status, {@code show-status}, {@code show-errors}. */
final class OperatorView {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Replica replica;
    private final Connectors connectors;

    OperatorView(Replica replica, ConnectWorker worker) {
        this.replica = replica;
        connectors = new Connectors(worker);
    }

    /** What the connector, or its task, failed with; empty if neither has. */
    String failure(String connector) throws Exception {
        JsonNode status = connectors
                .send("GET", "/connectors/" + connector + "/status", null)
                .body();
        StringBuilder text = new StringBuilder(status.at("/connector/trace").asText(""));
        status.at("/tasks").forEach(task -> text.append(task.at("/trace").asText("")));
        return text.toString();
    }

    String source() {
        return replica.name() + "-mysql-source";
    }

    String sink() {
        return replica.name() + "-postgres-sink";
    }

    /** Waits for the connector to fail, and requires that all three places have all of these words. */
    void showsFailure(String connector, String... words) throws Exception {
        try {
            await().atMost(PATIENCE).until(() -> !failure(connector).isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    connector + " does not fail; "
                            + replica.admin("show-status").all(),
                    e);
        }
        assertThat(failure(connector)).contains("What to do: ").contains(words);
        showsProblem(words);
        assertThat(replica.admin("show-errors", "--json").all())
                .contains("\"remedy\" : ")
                .contains(words);
    }

    /** Requires that {@code show-status} has all of these words, and a remedy. */
    void showsProblem(String... words) {
        assertThat(replica.admin("show-status").all()).contains("What to do: ").contains(words);
    }
}
