package dev.anole.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class MySqlSourceConnectorTest {

    private final MySqlSourceConnector connector = new MySqlSourceConnector();

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(SourceConnector.class)).hasExactlyElementsOfTypes(MySqlSourceConnector.class);
    }

    @Test
    void hasOneTaskHoweverManyAreAllowed() {
        connector.start(settings());

        assertThat(connector.taskConfigs(8)).containsExactly(settings());
        assertThat(connector.exactlyOnceSupport(settings())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void reportsWrongSettingsOnTheirOwn() {
        Map<String, String> settings = settings();
        settings.put("mysql.port", "0");
        settings.put("mysql.ssl.mode", "maybe");
        settings.remove("filter.schemas");

        assertThat(errors(settings)).containsOnlyKeys("mysql.port", "mysql.ssl.mode", "filter.schemas");
    }

    @Test
    void reportsATableOfNoSchemaOnItsList() {
        Map<String, String> settings = settings();
        settings.put("filter.limit.tables", "shop.orders,depot.parts");

        assertThat(errors(settings).get("filter.limit.tables").get(0))
                .contains("depot.parts")
                .contains("(shop)");
    }

    @Test
    void reportsACertificateThatIsNotShown() {
        Map<String, String> settings = settings();
        settings.put("mysql.ssl.mode", "disabled");
        settings.put("mysql.ssl.keystore.location", "/k.p12");

        assertThat(errors(settings).get("mysql.ssl.keystore.location").get(0)).contains("mysql.ssl.mode=disabled");
    }

    @Test
    void reportsAServerThatDoesNotAnswerOnItsHost() {
        Map<String, String> settings = settings();
        settings.put("mysql.port", "1");

        assertThat(errors(settings).get("mysql.host").get(0)).contains("127.0.0.1:1");
    }

    @Test
    void acceptsOffsetsThatATaskCanBeginAt() {
        Map<String, Object> offset = Map.of("file", "binlog.000001", "pos", 4L);

        assertThat(connector.alterOffsets(settings(), Map.of(Map.of("source", "s"), offset)))
                .isTrue();
    }

    @Test
    void acceptsAReset() {
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(Map.of("source", "s"), null);

        assertThat(connector.alterOffsets(settings(), reset)).isTrue();
    }

    @Test
    void refusesOffsetsOfAnotherSource() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connector.alterOffsets(
                        settings(), Map.of(Map.of("source", "other"), Map.of("file", "binlog.000001", "pos", 4L))))
                .withMessageContaining("{source=other}")
                .withMessageContaining("\"s\"");
    }

    @Test
    void refusesOffsetsThatNoTaskCanBeginAt() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connector.alterOffsets(
                        settings(), Map.of(Map.of("source", "s"), Map.of("file", "binlog.000001"))))
                .withMessageContaining("\"pos\"");
    }

    @Test
    void neverShowsThePassword() {
        MySqlSourceConfig config = new MySqlSourceConfig(settings());

        assertThat(config.address().toString()).isEqualTo("anole@127.0.0.1:3306");
        assertThat(config.values().toString()).doesNotContain("hidden-word");
    }

    @Test
    void choosesATopicAndAServerIdByTheSourcesName() {
        MySqlSourceConfig config = new MySqlSourceConfig(settings());

        assertThat(config.topic()).isEqualTo("s.changes");
        assertThat(config.serverId()).isBetween(0x8000_0000L, 0xffff_ffffL);
    }

    private Map<String, List<String>> errors(Map<String, String> settings) {
        return connector.validate(settings).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(value -> value.name(), value -> value.errorMessages()));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.name", "s");
        settings.put("mysql.host", "127.0.0.1");
        settings.put("mysql.user", "anole");
        settings.put("mysql.password", "hidden-word");
        settings.put("filter.schemas", "shop");
        return settings;
    }
}
