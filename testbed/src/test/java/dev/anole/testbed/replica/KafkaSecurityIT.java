package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.testbed.KafkaBroker;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code replica-admin} at a listener of Kafka's that wants a password; the worker uses another one. */
class KafkaSecurityIT {

    private static final int CONNECTION = 4;
    private static final String WRONG = "close sesame";

    private final Stack stack = Stack.shared();

    @Test
    void topicsAreCreatedReadAndDeletedWithAPasswordFromAFile() throws Exception {
        String servers = stack.kafka().securedBootstrapServers().orElse("");
        assumeTrue(!servers.isEmpty(), "a broker in a container has no such listener");
        try (Replica replica = Replica.create(stack, "sasl")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            Path file = replica.configure("");
            Path secrets = file.resolveSibling("kafka.properties");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    stack.kafka().bootstrapServers(),
                                    servers
                                            + "\n  properties: {security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN,"
                                            + " sasl.jaas.config: '${file:" + secrets + ":login}'}"));
            replica.register();

            writeLogin(secrets, WRONG);
            requireRefusal(replica.admin("init-replica", "--start"), servers);
            assertThat(replica.postgresValue("SELECT status FROM anole.sources"))
                    .isEqualTo("ready");

            writeLogin(secrets, KafkaBroker.SECURED_PASSWORD);
            ReplicaAdmin.Result copied = replica.admin("init-replica", "--start");
            assertThat(copied.exitCode()).as(copied.all()).isZero();
            replica.mySql("INSERT INTO t VALUES (2)");
            replica.assertEqual("t");
            assertThat(replica.admin("show-status", "--json").output())
                    .contains("\"topic\" : \"" + replica.name() + ".changes\"", "\"problem\" : null");

            writeLogin(secrets, WRONG);
            ReplicaAdmin.Result status = replica.admin("show-status");
            assertThat(status.exitCode()).as(status.all()).isZero();
            assertThat(status.output()).contains("Invalid username or password").doesNotContain(WRONG);
            requireRefusal(replica.admin("drop-source", "--yes"), servers);

            writeLogin(secrets, KafkaBroker.SECURED_PASSWORD);
            ReplicaAdmin.Result dropped = replica.admin("drop-source", "--yes");
            assertThat(dropped.exitCode()).as(dropped.all()).isZero();
        }
    }

    private static void requireRefusal(ReplicaAdmin.Result result, String servers) {
        assertThat(result.exitCode()).as(result.all()).isEqualTo(CONNECTION);
        assertThat(result.errors())
                .contains(servers, "Invalid username or password", "kafka.properties")
                .doesNotContain("does not answer");
        assertThat(result.all()).doesNotContain(WRONG);
    }

    private static void writeLogin(Path file, String password) throws IOException {
        Files.writeString(
                file,
                "login=org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                        + KafkaBroker.SECURED_USER + "\" password=\"" + password + "\";\n");
    }
}
