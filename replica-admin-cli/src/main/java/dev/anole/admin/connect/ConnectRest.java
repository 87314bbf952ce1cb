package dev.anole.admin.connect;

import static dev.anole.admin.connect.ConnectHttp.part;

import dev.anole.admin.configuration.ConnectSettings;
import dev.anole.admin.connect.ConnectHttp.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kafka Connect's REST interface. Every method throws {@link dev.anole.admin.AdminException}: CONNECTION if no worker
 * answers, FAILURE with Connect's own message if it refuses. For one thread.
 */
public final class ConnectRest {

    private final ConnectHttp http;

    public ConnectRest(ConnectSettings settings) {
        http = new ConnectHttp(settings);
    }

    /** The worker that answers. */
    public ConnectWorker worker() throws InterruptedException {
        return http.send("GET", "/", null).as(ConnectWorker.class);
    }

    /** What connectors the workers have installed. */
    public List<ConnectorPlugin> plugins() throws InterruptedException {
        return List.of(http.send("GET", "/connector-plugins", null).as(ConnectorPlugin[].class));
    }

    /** The names of the connectors that exist. */
    public List<String> connectors() throws InterruptedException {
        return List.of(http.send("GET", "/connectors", null).as(String[].class));
    }

    /** Has the plug-in check a configuration, on a worker. */
    public Validation validate(Map<String, String> config) throws InterruptedException {
        String plugin = String.valueOf(config.get("connector.class"));
        return http.send("PUT", "/connector-plugins/" + part(plugin) + "/config/validate", config)
                .as(Validation.class);
    }

    /** Creates a connector that does not run yet (KIP-980). */
    public void createStopped(String name, Map<String, String> config) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("config", config);
        body.put("initial_state", "STOPPED");
        http.send("POST", "/connectors", body).required();
    }

    /** Empty if there is no such connector, or it is so new that no worker has told of it. */
    public Optional<ConnectorStatus> status(String name) throws InterruptedException {
        Reply reply = http.send("GET", path(name) + "/status", null);
        return reply.missing() ? Optional.empty() : Optional.of(reply.as(ConnectorStatus.class));
    }

    public boolean exists(String name) throws InterruptedException {
        return connectors().contains(name);
    }

    /** The configuration, references to secrets unresolved. */
    @SuppressWarnings("unchecked")
    public Map<String, String> config(String name) throws InterruptedException {
        return Map.copyOf((Map<String, String>)
                http.send("GET", path(name) + "/config", null).as(Map.class));
    }

    /** Creates the connector, or changes its configuration and restarts its tasks. */
    public void putConfig(String name, Map<String, String> config) throws InterruptedException {
        http.send("PUT", path(name) + "/config", config).required();
    }

    public ConnectorOffsets offsets(String name) throws InterruptedException {
        return http.send("GET", path(name) + "/offsets", null).as(ConnectorOffsets.class);
    }

    /** Sets where a stopped connector goes on. */
    public void patchOffsets(String name, ConnectorOffsets offsets) throws InterruptedException {
        http.send("PATCH", path(name) + "/offsets", offsets).required();
    }

    /** Makes a stopped connector forget where it was. */
    public void deleteOffsets(String name) throws InterruptedException {
        http.send("DELETE", path(name) + "/offsets", null).required();
    }

    /** Deletes the connector; its offsets stay. */
    public void delete(String name) throws InterruptedException {
        Reply reply = http.send("DELETE", path(name), null);
        if (!reply.missing()) {
            reply.required();
        }
    }

    public void resume(String name) throws InterruptedException {
        http.send("PUT", path(name) + "/resume", null).required();
    }

    /** Ends the connector's tasks; configuration and offsets stay. */
    public void stop(String name) throws InterruptedException {
        http.send("PUT", path(name) + "/stop", null).required();
    }

    /** Keeps the tasks, and gives them nothing to do. */
    public void pause(String name) throws InterruptedException {
        http.send("PUT", path(name) + "/pause", null).required();
    }

    /** Restarts the connector and all its tasks. */
    public void restart(String name) throws InterruptedException {
        http.send("POST", path(name) + "/restart?includeTasks=true&onlyFailed=false", null)
                .required();
    }

    private static String path(String name) {
        return "/connectors/" + part(name);
    }
}
