package dev.anole.testbed;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folder of a Kafka node, formatted once and copied for each broker: formatting takes a JVM of its own. */
final class KafkaStorage {
    private static final String CLUSTER_ID = "YW5vbGUtdGVzdGJlZC0wMQ";
    private static final String NODE_ID = "1";
    private static final int FORMAT_HEAP_MEGABYTES = 128;

    private KafkaStorage() {}

    /** A formatted folder, to be copied. */
    static Path formatted() {
        return Cache.entry(KafkaLibraries.folder().getFileName() + "-data", folder -> {
                    Path data = FileTree.createFolder(folder.resolve("data"));
                    String file = KafkaProgram.writeProperties(
                            folder.resolve("server.properties"), singleNode(data, "127.0.0.1", 1, 2));
                    Command.run(KafkaProgram.command(
                            folder,
                            FORMAT_HEAP_MEGABYTES,
                            List.of(),
                            "kafka.tools.StorageTool",
                            "format",
                            "--cluster-id",
                            CLUSTER_ID,
                            "--config",
                            file));
                })
                .resolve("data");
    }

    /** The properties that make a node its own controller. */
    static Map<String, String> singleNode(Path data, String host, int port, int controllerPort) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", NODE_ID);
        properties.put("controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "listeners", "PLAINTEXT://" + host + ":" + port + ",CONTROLLER://" + host + ":" + controllerPort);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());
        return properties;
    }
}
