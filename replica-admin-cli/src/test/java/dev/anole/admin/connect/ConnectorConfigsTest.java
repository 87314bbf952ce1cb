package dev.anole.admin.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ConfigurationFile;
import dev.anole.admin.configuration.ReplicaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectorConfigsTest {

    private static final Path EXAMPLES = Path.of("..", "config");

    @Test
    void makesOfTheExampleConfigurationTheExampleConnectors() throws IOException {
        Configuration configuration =
                ConfigurationFile.read(EXAMPLES.resolve("anole.yml").toString());
        ReplicaSource shop = configuration.source("shop");
        assertThat(configuration.warnings()).isEmpty();
        assertThat(example("mysql-source.json"))
                .isEqualTo(Map.of("name", shop.sourceConnector(), "config", ConnectorConfigs.source(shop)));
        assertThat(example("postgres-sink.json"))
                .isEqualTo(Map.of(
                        "name", shop.sinkConnector(), "config", ConnectorConfigs.sink(shop, configuration.postgres())));
    }

    @Test
    void passesFiltersSecurityAndReferencesOn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("anole.yml"), """
                pg_conn: {user: u, database: d, password: "${file:/s:p}", sslmode: verify-full}
                sources:
                  a.b:
                    type: mysql
                    topic: other
                    db_conn:
                      user: u
                      password: ${env:SECRET}
                      ssl_mode: VERIFY_CA
                      ssl_truststore_location: /t.p12
                      ssl_truststore_password: ${env:TRUST}
                    schema_mappings: {one: x, two: y}
                    limit_tables: [one.a, two]
                    skip_tables: [two.b]
                    skip_events: {delete: [one.a, two]}
                    on_error_replay: continue
                """);
        Configuration configuration = ConfigurationFile.read(file.toString());
        ReplicaSource source = configuration.source("a.b");
        assertThat(ConnectorConfigs.filter(ConnectorConfigs.source(source)).hash())
                .isEqualTo(source.settings().filter().hash());
        assertThat(ConnectorConfigs.source(source))
                .containsEntry("topic", "other")
                .containsEntry("mysql.password", "${env:SECRET}")
                .containsEntry("mysql.ssl.mode", "verify_ca")
                .containsEntry("mysql.ssl.truststore.location", "/t.p12")
                .containsEntry("mysql.ssl.truststore.type", "PKCS12")
                .containsEntry("mysql.ssl.truststore.password", "${env:TRUST}")
                .containsEntry("filter.schemas", "one,two")
                .containsEntry("filter.limit.tables", "one.a,two")
                .containsEntry("filter.skip.tables", "two.b")
                .containsEntry("gtid.enable", "true")
                .doesNotContainKey("mysql.server.id");
        assertThat(ConnectorConfigs.sink(source, configuration.postgres()))
                .containsEntry("topics", "other")
                .containsEntry("postgres.password", "${file:/s:p}")
                .containsEntry("postgres.sslmode", "verify-full")
                .containsEntry("on.error.replay", "continue")
                .containsEntry("skip.delete", "one.a,two")
                .doesNotContainKeys("skip.insert", "skip.update")
                .doesNotContainKey("batch.events");
    }

    private static Object example(String name) throws IOException {
        return new ObjectMapper().readValue(EXAMPLES.resolve(name).toFile(), Map.class);
    }
}
