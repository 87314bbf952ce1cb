package dev.anole.testbed.replica;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anole.testbed.ConnectWorker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks all the time whether a replica's connectors and tasks run, from its making to its closing. */
final class StateWatch implements AutoCloseable {

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final Connectors connectors;
    private final List<String> names;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    StateWatch(Replica replica, ConnectWorker worker) {
        connectors = new Connectors(worker);
        names = List.of(replica.name() + "-mysql-source", replica.name() + "-postgres-sink");
        clock.scheduleWithFixedDelay(this::look, 0, 100, TimeUnit.MILLISECONDS);
    }

    /** Every state that a connector or a task of it was in. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    private void look() {
        try {
            for (String name : names) {
                look(name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            seen.add("not told: " + e.getMessage());
        }
    }

    private void look(String name) throws IOException, InterruptedException {
        JsonNode status =
                connectors.send("GET", "/connectors/" + name + "/status", null).body();
        seen.add(status.at("/connector/state").asText());
        status.at("/tasks").forEach(task -> seen.add(task.at("/state").asText()));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
