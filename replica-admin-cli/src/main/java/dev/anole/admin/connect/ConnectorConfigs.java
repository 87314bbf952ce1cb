package dev.anole.admin.connect;

import dev.anole.admin.configuration.MySqlSettings;
import dev.anole.admin.configuration.PostgresSettings;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.RollbarSettings;
import dev.anole.admin.configuration.Setting;
import dev.anole.admin.configuration.SkipEvents;
import dev.anole.admin.configuration.SourceSettings;
import dev.anole.contract.notice.RollbarConfig;
import dev.anole.mysql.MySqlSourceConfig;
import dev.anole.mysql.stream.TableFilter;
import dev.anole.postgres.apply.DdlPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of a source's two connectors, as {@code POST /connectors} takes them. Secrets stay the references
 * that the file has.
 */
public final class ConnectorConfigs {

    public static final String SOURCE_CLASS = "dev.anole.mysql.MySqlSourceConnector";
    public static final String SINK_CLASS = "dev.anole.postgres.PostgresSinkConnector";

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /** Which tables the source connector publishes. */
    static final List<String> FILTER_KEYS = List.of(
            MySqlSourceConfig.FILTER_SCHEMAS,
            MySqlSourceConfig.FILTER_LIMIT_TABLES,
            MySqlSourceConfig.FILTER_SKIP_TABLES);

    /** The database that a sink writes to. */
    static final List<String> TARGET_KEYS = List.of("postgres.host", "postgres.port", "postgres.database");

    private ConnectorConfigs() {}

    /** What a source connector with that configuration publishes. */
    static TableFilter filter(Map<String, String> config) {
        List<List<String>> lists = FILTER_KEYS.stream()
                .map(key -> config.getOrDefault(key, ""))
                .map(value -> Stream.of(value.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .toList())
                .toList();
        return new TableFilter(lists.get(0), lists.get(1), lists.get(2));
    }

    /** Of the connector {@link ReplicaSource#sourceConnector}. */
    public static Map<String, String> source(ReplicaSource source) {
        return sourceSettings(source).present();
    }

    static ConnectorSettings sourceSettings(ReplicaSource source) {
        SourceSettings settings = source.settings();
        MySqlSettings mysql = settings.dbConn();
        ConnectorSettings config = common(SOURCE_CLASS, source);
        config.put(MySqlSourceConfig.TOPIC, source.topic());
        config.put(MySqlSourceConfig.RECORD_FORMAT, "compact");
        config.put(MySqlSourceConfig.HOST, mysql.host().written());
        config.put(MySqlSourceConfig.PORT, Integer.toString(mysql.port()));
        config.put(MySqlSourceConfig.USER, mysql.user().written());
        config.put(MySqlSourceConfig.PASSWORD, mysql.password().written());
        config.put(MySqlSourceConfig.CONNECT_TIMEOUT_MS, Integer.toString(1000 * mysql.connectTimeout()));
        config.put(MySqlSourceConfig.SERVER_ID, ifPositive(settings.myServerId()));
        putSecurity(config, mysql);
        config.put(
                MySqlSourceConfig.FILTER_SCHEMAS,
                String.join(",", settings.schemaMappings().keySet()));
        config.put(MySqlSourceConfig.FILTER_LIMIT_TABLES, settings.limitTables());
        config.put(MySqlSourceConfig.FILTER_SKIP_TABLES, settings.skipTables());
        config.put(MySqlSourceConfig.GTID_ENABLE, Boolean.toString(settings.gtidEnable()));
        config.put(MySqlSourceConfig.ON_ERROR_READ, settings.onErrorRead().toString());
        // Kafka 4's default of 5 ms would be a third of the way's whole latency.
        config.put("producer.override.linger.ms", "0");
        config.put("producer.override.batch.size", Integer.toString(256 << 10));
        config.put("producer.override.compression.type", "lz4");
        String maxRecordBytes = Integer.toString(settings.maxRecordBytes());
        config.put(MySqlSourceConfig.RECORD_MAX_BYTES, maxRecordBytes);
        config.put("producer.override.max.request.size", maxRecordBytes);
        // A record larger than the producer's memory is refused.
        config.put("producer.override.buffer.memory", maxRecordBytes);
        putNotices(config, source.rollbar());
        return config;
    }

    private static void putSecurity(ConnectorSettings config, MySqlSettings mysql) {
        config.put(MySqlSourceConfig.SSL_MODE, mysql.sslMode());
        boolean trusts = mysql.sslTruststoreLocation() != null;
        config.put(MySqlSourceConfig.SSL_TRUSTSTORE_LOCATION, mysql.sslTruststoreLocation());
        config.put(MySqlSourceConfig.SSL_TRUSTSTORE_TYPE, trusts ? mysql.sslTruststoreType() : null);
        config.put(MySqlSourceConfig.SSL_TRUSTSTORE_PASSWORD, trusts ? written(mysql.sslTruststorePassword()) : null);
        boolean isKnown = mysql.sslKeystoreLocation() != null;
        config.put(MySqlSourceConfig.SSL_KEYSTORE_LOCATION, mysql.sslKeystoreLocation());
        config.put(MySqlSourceConfig.SSL_KEYSTORE_TYPE, isKnown ? mysql.sslKeystoreType() : null);
        config.put(MySqlSourceConfig.SSL_KEYSTORE_PASSWORD, isKnown ? written(mysql.sslKeystorePassword()) : null);
    }

    /** Of the connector {@link ReplicaSource#sinkConnector}. */
    public static Map<String, String> sink(ReplicaSource source, PostgresSettings postgres) {
        return sinkSettings(source, postgres).present();
    }

    static ConnectorSettings sinkSettings(ReplicaSource source, PostgresSettings postgres) {
        ConnectorSettings config = common(SINK_CLASS, source);
        config.put("topics", source.topic());
        config.put("postgres.host", postgres.host().written());
        config.put("postgres.port", Integer.toString(postgres.port()));
        config.put("postgres.database", postgres.database().written());
        config.put("postgres.user", postgres.user().written());
        config.put("postgres.password", postgres.password().written());
        config.put("postgres.sslmode", postgres.sslmode());
        config.put("postgres.sslrootcert", postgres.sslrootcert());
        config.put("postgres.sslcert", postgres.sslcert());
        config.put("postgres.sslkey", postgres.sslkey());
        config.put("postgres.sslpassword", written(postgres.sslpassword()));
        config.put("batch.events", ifPositive(source.settings().batchEvents()));
        config.put("on.error.replay", source.settings().onErrorReplay().toString());
        config.put("on.drift", source.settings().onDrift().toString());
        Map<DdlPolicy.Kind, DdlPolicy.Action> actions =
                source.settings().ddlPolicy().policy().actions();
        for (DdlPolicy.Kind kind : DdlPolicy.Kind.values()) {
            DdlPolicy.Action action = actions.get(kind);
            config.put(kind.setting(), action == null ? null : action.toString());
        }
        SkipEvents skipped = source.settings().skipEvents();
        config.put("maintenance.interval", source.settings().maintenanceInterval());
        config.put("catalogue.retention", source.settings().batchRetention());
        config.put("skip.insert", skipped.insert());
        config.put("skip.update", skipped.update());
        config.put("skip.delete", skipped.delete());
        // A task that starts anew takes its predecessor's place in the group at once, not after its session timeout.
        config.put("consumer.override.group.instance.id", source.sinkConnector());
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.max.poll.records", "5000");
        config.put("consumer.override.max.partition.fetch.bytes", Integer.toString(8 << 20));
        putNotices(config, source.rollbar());
        return config;
    }

    private static ConnectorSettings common(String connectorClass, ReplicaSource source) {
        ConnectorSettings config = new ConnectorSettings();
        config.put("connector.class", connectorClass);
        config.put("tasks.max", "1");
        config.put(MySqlSourceConfig.SOURCE_NAME, source.name());
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        return config;
    }

    private static void putNotices(ConnectorSettings config, RollbarSettings rollbar) {
        boolean enabled = rollbar.isEnabled();
        config.put(RollbarConfig.KEY, enabled ? written(rollbar.key()) : null);
        config.put(RollbarConfig.ENVIRONMENT, enabled ? rollbar.env() : null);
        config.put(RollbarConfig.LEVEL, enabled ? rollbar.level().toString() : null);
        config.put(RollbarConfig.ENDPOINT, enabled ? rollbar.endpoint() : null);
    }

    private static @Nullable String written(@Nullable Setting setting) {
        return setting == null ? null : setting.written();
    }

    private static @Nullable String ifPositive(int number) {
        return number <= 0 ? null : Integer.toString(number);
    }
}
