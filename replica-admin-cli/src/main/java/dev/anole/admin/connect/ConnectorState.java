package dev.anole.admin.connect;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** The states of connectors and tasks (Kafka's {@code AbstractStatus.State}). */
public enum ConnectorState {
    RUNNING,
    PAUSED,
    STOPPED,
    FAILED,
    UNASSIGNED,
    RESTARTING,
    DESTROYED,
    /** Of a version of Connect that knows more states. */
    UNKNOWN;

    /** Reads what Connect writes. */
    @JsonCreator
    static ConnectorState of(String text) {
        return Arrays.stream(values())
                .filter(state -> state.name().equals(text))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** As people read it. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
