package dev.anole.testbed;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a Connect worker is configured.
 *
 * @param group the workers' group; workers of one group on one broker share connectors and topics
 * @param plugins plug-in archives (zip), each unpacked into the worker's {@code plugin.path}
 * @param base a worker's properties file to begin with instead of the testbed's own settings; only addresses and
 *     {@code plugin.path} are then set by the testbed
 * @param properties worker properties that override all others
 * @param environment variables added to the worker's environment
 * @param heapMegabytes the JVM's {@code -Xmx}
 * @param kafkaVersion of the worker, if it is not the broker's
 */
public record ConnectWorkerOptions(
        String group,
        List<Path> plugins,
        @Nullable Path base,
        Map<String, String> properties,
        Map<String, String> environment,
        int heapMegabytes,
        @Nullable String kafkaVersion) {
    private static final int DEFAULT_HEAP_MEGABYTES = 512;

    public ConnectWorkerOptions {
        plugins = List.copyOf(plugins);
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
    }

    /** A worker of the group {@code anole} with the connectors that the build has left, and the testbed's settings. */
    public static ConnectWorkerOptions defaults() {
        return new ConnectWorkerOptions(
                "anole", SourceTree.plugins(), null, Map.of(), Map.of(), DEFAULT_HEAP_MEGABYTES, null);
    }

    public ConnectWorkerOptions withGroup(String other) {
        return new ConnectWorkerOptions(other, plugins, base, properties, environment, heapMegabytes, kafkaVersion);
    }

    /** Replaces the plug-ins; none at all is allowed. */
    public ConnectWorkerOptions withPlugins(List<Path> others) {
        return new ConnectWorkerOptions(group, others, base, properties, environment, heapMegabytes, kafkaVersion);
    }

    public ConnectWorkerOptions withBase(Path file) {
        return new ConnectWorkerOptions(group, plugins, file, properties, environment, heapMegabytes, kafkaVersion);
    }

    /** Adds a worker property, such as {@code exactly.once.source.support}. */
    public ConnectWorkerOptions with(String key, String value) {
        return new ConnectWorkerOptions(
                group, plugins, base, added(properties, key, value), environment, heapMegabytes, kafkaVersion);
    }

    public ConnectWorkerOptions withEnvironment(String name, String value) {
        return new ConnectWorkerOptions(
                group, plugins, base, properties, added(environment, name, value), heapMegabytes, kafkaVersion);
    }

    public ConnectWorkerOptions withHeapMegabytes(int megabytes) {
        return new ConnectWorkerOptions(group, plugins, base, properties, environment, megabytes, kafkaVersion);
    }

    /** Makes it a worker of another version of Kafka, such as 3.7.2. */
    public ConnectWorkerOptions withKafka(String version) {
        return new ConnectWorkerOptions(group, plugins, base, properties, environment, heapMegabytes, version);
    }

    private static Map<String, String> added(Map<String, String> map, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }
}
