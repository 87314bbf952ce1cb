package dev.anole.admin.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ConfigurationFile;
import dev.anole.admin.configuration.ReplicaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
                      ssl_keystore_location: /k.p12
                      ssl_keystore_password: ${env:KEY}
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
                .containsEntry("mysql.ssl.keystore.location", "/k.p12")
                .containsEntry("mysql.ssl.keystore.type", "PKCS12")
                .containsEntry("mysql.ssl.keystore.password", "${env:KEY}")
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

    @Test
    void whatTheFileLeavesOutGoesAndWhatSomebodyAddedStays(@TempDir Path folder) throws IOException {
        String sources = """
                sources:
                  shop:
                    type: mysql
                    schema_mappings: {one: x}
                """;
        Configuration full = read(folder, """
                rollbar_key: ${env:K}
                rollbar_env: production
                rollbar_endpoint: http://proxy/
                pg_conn: {user: u, database: d, password: "${env:P}", sslmode: verify-full, sslrootcert: /r, sslcert: /c, sslkey: /k,
                  sslpassword: "${env:S}"}
                """ + sources + """
                    db_conn: {user: u, password: "${env:P}", ssl_mode: VERIFY_CA, ssl_truststore_location: /t,
                      ssl_truststore_password: "${env:S}", ssl_keystore_location: /k, ssl_keystore_password: "${env:S}"}
                    my_server_id: 77
                    replica_batch_size: 500
                    limit_tables: [one.a]
                    skip_tables: [one.b]
                    skip_events: {insert: [one.a], update: [one.a], delete: [one.a]}
                    ddl_policy: {create: hold, drop: hold, rename: hold, truncate: hold, alter_destructive: hold,
                      alter_other: hold}
                """);
        Configuration least = read(folder, """
                pg_conn: {user: u, database: d, password: "${env:P}"}
                """ + sources + """
                    db_conn: {user: u, password: "${env:P}"}
                """);
        assertThat(full.warnings()).isEmpty();

        ConnectorSettings source = ConnectorConfigs.sourceSettings(least.source("shop"));
        assertGone(ConnectorConfigs.source(full.source("shop")), source, 12);
        ConnectorSettings sink = ConnectorConfigs.sinkSettings(least.source("shop"), least.postgres());
        assertGone(ConnectorConfigs.sink(full.source("shop"), full.postgres()), sink, 12);
    }

    private static Configuration read(Path folder, String text) throws IOException {
        return ConfigurationFile.read(
                Files.writeString(folder.resolve("shop.yml"), text).toString());
    }

    /** @param optional how many settings the full configuration has that the least has not, at least */
    private static void assertGone(Map<String, String> full, ConnectorSettings least, int optional) {
        assertThat(full.keySet()).containsAll(least.present().keySet());
        assertThat(full.size() - least.present().size()).isGreaterThanOrEqualTo(optional);
        Map<String, String> current = new HashMap<>(full);
        current.put("errors.log.enable", "true");

        Map<String, String> expected = new HashMap<>(least.present());
        expected.put("errors.log.enable", "true");
        assertThat(least.over(current)).isEqualTo(expected);
    }

    private static Object example(String name) throws IOException {
        return new ObjectMapper().readValue(EXAMPLES.resolve(name).toFile(), Map.class);
    }
}
