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
import java.util.LinkedHashMap;
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

    private static final String SKIP_INSERT = "skip.insert";
    private static final String SKIP_UPDATE = "skip.update";
    private static final String SKIP_DELETE = "skip.delete";

    /** Those of the sink that name the tables whose events are skipped. */
    static final List<String> SKIP_KEYS = List.of(SKIP_INSERT, SKIP_UPDATE, SKIP_DELETE);

    /** Those that are left out where the file does not have them. */
    static final List<String> OPTIONAL_KEYS = List.of(
            RollbarConfig.KEY,
            RollbarConfig.ENVIRONMENT,
            RollbarConfig.LEVEL,
            RollbarConfig.ENDPOINT,
            "postgres.sslrootcert",
            "postgres.sslcert",
            "postgres.sslkey",
            "postgres.sslpassword");

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
        SourceSettings settings = source.settings();
        MySqlSettings mysql = settings.dbConn();
        Map<String, String> config = common(SOURCE_CLASS, source);
        config.put(MySqlSourceConfig.TOPIC, source.topic());
        config.put(MySqlSourceConfig.RECORD_FORMAT, "compact");
        config.put(MySqlSourceConfig.HOST, mysql.host().written());
        config.put(MySqlSourceConfig.PORT, Integer.toString(mysql.port()));
        config.put(MySqlSourceConfig.USER, mysql.user().written());
        config.put(MySqlSourceConfig.PASSWORD, mysql.password().written());
        config.put(MySqlSourceConfig.CONNECT_TIMEOUT_MS, Integer.toString(1000 * mysql.connectTimeout()));
        if (settings.myServerId() > 0) {
            config.put(MySqlSourceConfig.SERVER_ID, Integer.toString(settings.myServerId()));
        }
        putSecurity(config, mysql);
        config.put(
                MySqlSourceConfig.FILTER_SCHEMAS,
                String.join(",", settings.schemaMappings().keySet()));
        putUnlessEmpty(config, MySqlSourceConfig.FILTER_LIMIT_TABLES, settings.limitTables());
        putUnlessEmpty(config, MySqlSourceConfig.FILTER_SKIP_TABLES, settings.skipTables());
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

    private static void putSecurity(Map<String, String> config, MySqlSettings mysql) {
        config.put(MySqlSourceConfig.SSL_MODE, mysql.sslMode());
        String location = mysql.sslTruststoreLocation();
        if (location != null) {
            config.put(MySqlSourceConfig.SSL_TRUSTSTORE_LOCATION, location);
            config.put(MySqlSourceConfig.SSL_TRUSTSTORE_TYPE, mysql.sslTruststoreType());
            Setting password = mysql.sslTruststorePassword();
            if (password != null) {
                config.put(MySqlSourceConfig.SSL_TRUSTSTORE_PASSWORD, password.written());
            }
        }
    }

    /** Of the connector {@link ReplicaSource#sinkConnector}. */
    public static Map<String, String> sink(ReplicaSource source, PostgresSettings postgres) {
        Map<String, String> config = common(SINK_CLASS, source);
        config.put("topics", source.topic());
        config.put("postgres.host", postgres.host().written());
        config.put("postgres.port", Integer.toString(postgres.port()));
        config.put("postgres.database", postgres.database().written());
        config.put("postgres.user", postgres.user().written());
        config.put("postgres.password", postgres.password().written());
        config.put("postgres.sslmode", postgres.sslmode());
        putUnlessMissing(config, "postgres.sslrootcert", postgres.sslrootcert());
        putUnlessMissing(config, "postgres.sslcert", postgres.sslcert());
        putUnlessMissing(config, "postgres.sslkey", postgres.sslkey());
        Setting keyPassword = postgres.sslpassword();
        putUnlessMissing(config, "postgres.sslpassword", keyPassword == null ? null : keyPassword.written());
        if (source.settings().batchEvents() > 0) {
            config.put("batch.events", Integer.toString(source.settings().batchEvents()));
        }
        config.put("on.error.replay", source.settings().onErrorReplay().toString());
        config.put("on.drift", source.settings().onDrift().toString());
        source.settings()
                .ddlPolicy()
                .policy()
                .actions()
                .forEach((kind, action) -> config.put(kind.setting(), action.toString()));
        SkipEvents skipped = source.settings().skipEvents();
        config.put("maintenance.interval", source.settings().autoMaintenance());
        config.put("catalogue.retention", source.settings().batchRetention());
        putUnlessEmpty(config, SKIP_INSERT, skipped.insert());
        putUnlessEmpty(config, SKIP_UPDATE, skipped.update());
        putUnlessEmpty(config, SKIP_DELETE, skipped.delete());
        // A task that starts anew takes its predecessor's place in the group at once, not after its session timeout.
        config.put("consumer.override.group.instance.id", source.sinkConnector());
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.max.poll.records", "5000");
        config.put("consumer.override.max.partition.fetch.bytes", Integer.toString(8 << 20));
        putNotices(config, source.rollbar());
        return config;
    }

    private static Map<String, String> common(String connectorClass, ReplicaSource source) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", connectorClass);
        config.put("tasks.max", "1");
        config.put(MySqlSourceConfig.SOURCE_NAME, source.name());
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        return config;
    }

    private static void putNotices(Map<String, String> config, RollbarSettings rollbar) {
        Setting key = rollbar.key();
        if (rollbar.isEnabled() && key != null) {
            config.put(RollbarConfig.KEY, key.written());
            putUnlessMissing(config, RollbarConfig.ENVIRONMENT, rollbar.env());
            config.put(RollbarConfig.LEVEL, rollbar.level().toString());
            putUnlessMissing(config, RollbarConfig.ENDPOINT, rollbar.endpoint());
        }
    }

    private static void putUnlessMissing(Map<String, String> config, String key, @Nullable String value) {
        if (value != null) {
            config.put(key, value);
        }
    }

    private static void putUnlessEmpty(Map<String, String> config, String key, List<String> names) {
        if (!names.isEmpty()) {
            config.put(key, String.join(",", names));
        }
    }
}
