package dev.anole.testbed;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The properties of a distributed worker. */
final class ConnectWorkerProperties {
    private ConnectWorkerProperties() {}

    static Map<String, String> of(ConnectWorkerOptions options, String bootstrapServers, String restUrl, Path plugins) {
        Path base = options.base();
        Map<String, String> properties = base == null ? own(options.group()) : read(base);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("listeners", restUrl);
        properties.put("plugin.path", plugins.toString());
        properties.putAll(options.properties());
        return properties;
    }

    private static Map<String, String> own(String group) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("group.id", group);
        for (String topic : new String[] {"config", "offset", "status"}) {
            properties.put(topic + ".storage.topic", group + "-connect-" + topic);
            properties.put(topic + ".storage.replication.factor", "1");
        }
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("plugin.discovery", "service_load");
        properties.put("connector.client.config.override.policy", "All");
        properties.put("exactly.once.source.support", "disabled");
        properties.put("offset.flush.interval.ms", "1000");
        properties.put("config.providers", "env,file,dir");
        String providers = "org.apache.kafka.common.config.provider.";
        properties.put("config.providers.env.class", providers + "EnvVarConfigProvider");
        properties.put("config.providers.file.class", providers + "FileConfigProvider");
        properties.put("config.providers.dir.class", providers + "DirectoryConfigProvider");
        // A killed worker is missed, and its tasks run elsewhere or again, in seconds.
        properties.put("session.timeout.ms", "3000");
        properties.put("heartbeat.interval.ms", "500");
        properties.put("rebalance.timeout.ms", "10000");
        properties.put("scheduled.rebalance.max.delay.ms", "0");
        properties.put("worker.unsync.backoff.ms", "1000");
        return properties;
    }

    private static Map<String, String> read(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }
}
