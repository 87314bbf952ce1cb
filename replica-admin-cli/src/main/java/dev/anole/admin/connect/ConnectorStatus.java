package dev.anole.admin.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.anole.contract.OperatorMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reply to {@code GET /connectors/{name}/status}. */
public record ConnectorStatus(String name, Part connector, List<Part> tasks) {

    public ConnectorStatus {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    /**
     * The connector itself, or one of its tasks.
     *
     * @param trace stack trace of what made it fail; null unless it failed
     */
    public record Part(
            int id,
            ConnectorState state,
            @JsonProperty("worker_id") @Nullable String workerId,
            @Nullable String trace) {}

    /** Whether the connector is in that state, and so are its tasks; of a stopped one there must be none. */
    public boolean isWholly(ConnectorState state) {
        if (connector.state() != state) {
            return false;
        }
        return state == ConnectorState.STOPPED
                ? tasks.isEmpty()
                : !tasks.isEmpty() && tasks.stream().allMatch(task -> task.state() == state);
    }

    /** The connector's failure, else that of the first failed task; empty if nothing failed. */
    public Optional<OperatorMessage> failure() {
        return sentence().map(ConnectorFailure::of);
    }

    private Optional<String> sentence() {
        if (connector.state() == ConnectorState.FAILED) {
            return Optional.of(TraceMessage.of(connector.trace()));
        }
        return tasks.stream()
                .filter(task -> task.state() == ConnectorState.FAILED)
                .findFirst()
                .map(task -> TraceMessage.of(task.trace()));
    }
}
