package dev.anole.mysql;

import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.anole.contract.notice.RollbarConfig;
import dev.anole.contract.record.RecordFormat;
import dev.anole.mysql.stream.TableFilter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The source connector's settings. */
public final class MySqlSourceConfig extends AbstractConfig {

    public static final String SOURCE_NAME = "source.name";
    public static final String TOPIC = "topic";
    public static final String HOST = "mysql.host";
    public static final String PORT = "mysql.port";
    public static final String USER = "mysql.user";
    public static final String PASSWORD = "mysql.password";
    public static final String SERVER_ID = "mysql.server.id";
    public static final String SSL_MODE = "mysql.ssl.mode";
    public static final String SSL_TRUSTSTORE_LOCATION = "mysql.ssl.truststore.location";
    public static final String SSL_TRUSTSTORE_TYPE = "mysql.ssl.truststore.type";
    public static final String SSL_TRUSTSTORE_PASSWORD = "mysql.ssl.truststore.password";
    public static final String SSL_KEYSTORE_LOCATION = "mysql.ssl.keystore.location";
    public static final String SSL_KEYSTORE_TYPE = "mysql.ssl.keystore.type";
    public static final String SSL_KEYSTORE_PASSWORD = "mysql.ssl.keystore.password";
    public static final String CONNECT_TIMEOUT_MS = "mysql.connect.timeout.ms";
    public static final String FILTER_SCHEMAS = "filter.schemas";
    public static final String FILTER_LIMIT_TABLES = "filter.limit.tables";
    public static final String FILTER_SKIP_TABLES = "filter.skip.tables";
    public static final String RECORD_FORMAT = "record.format";
    public static final String HEARTBEAT_INTERVAL_MS = "heartbeat.interval.ms";
    public static final String GTID_ENABLE = "gtid.enable";
    public static final String ON_ERROR_READ = "on.error.read";
    public static final String QUEUE_BYTES = "queue.bytes";
    public static final String POLL_BATCH_BYTES = "poll.batch.bytes";
    public static final String RECORD_MAX_BYTES = "record.max.bytes";

    private static final long HIGHEST_SERVER_ID = 0xffff_ffffL;

    public MySqlSourceConfig(Map<String, String> properties) {
        super(definition(), properties);
        TableFilter filter = tableFilter();
        requireKnownSchemas(FILTER_LIMIT_TABLES, filter);
        requireKnownSchemas(FILTER_SKIP_TABLES, filter);
        if (getString(SSL_TRUSTSTORE_LOCATION) != null && !sslMode().verifiesAuthority()) {
            throw new ConfigException(
                    SSL_TRUSTSTORE_LOCATION,
                    getString(SSL_TRUSTSTORE_LOCATION),
                    "A trust store is only used with " + SSL_MODE + "=verify_ca or verify_identity");
        }
        if (getString(SSL_KEYSTORE_LOCATION) != null && sslMode() == SslMode.DISABLED) {
            throw new ConfigException(
                    SSL_KEYSTORE_LOCATION,
                    getString(SSL_KEYSTORE_LOCATION),
                    "A certificate is not shown with " + SSL_MODE + "=disabled");
        }
    }

    private void requireKnownSchemas(String setting, TableFilter filter) {
        for (String entry : getList(setting)) {
            if (!filter.concernsItsSchemas(entry)) {
                throw new ConfigException(
                        setting,
                        entry,
                        "Each entry is schema.table, or a schema, of one of the schemas in " + FILTER_SCHEMAS + " ("
                                + String.join(", ", getList(FILTER_SCHEMAS)) + ")");
            }
        }
    }

    /** What the settings are, for Connect and for the reference page. */
    public static ConfigDef definition() {
        Settings settings = new Settings();
        settings.group("Source");
        settings.required(SOURCE_NAME, Type.STRING, "Name of the source: key of its offsets, and of its topic.");
        settings.optional(TOPIC, Type.STRING, null, "Topic of the changes. By default <source.name>.changes.");
        settings.optional(
                RECORD_FORMAT,
                Type.STRING,
                "compact",
                oneOf("compact", "envelope"),
                "compact (for Anole's sink; needs ByteArrayConverter as value.converter) or envelope (one row per"
                        + " record, as a struct, for other consumers).");
        settings.group("MySQL");
        settings.required(HOST, Type.STRING, "Host name or address of the MySQL server.");
        settings.optional(PORT, Type.INT, 3306, between(1, 65_535), "Port of the MySQL server.");
        settings.required(
                USER,
                Type.STRING,
                "User with the privileges REPLICATION SLAVE, REPLICATION CLIENT, and SELECT on the schemas.");
        settings.required(PASSWORD, Type.PASSWORD, "The user's password.");
        settings.optional(
                SERVER_ID,
                Type.LONG,
                null,
                optional(between(1, HIGHEST_SERVER_ID)),
                "Id under which the connector registers as a replica; no other replica of the server may have it. By"
                        + " default computed from source.name.");
        settings.optional(
                CONNECT_TIMEOUT_MS,
                Type.INT,
                10_000,
                atLeast(100),
                "Milliseconds after which an attempt to connect is given up.");
        settings.optional(
                SSL_MODE,
                Type.STRING,
                "preferred",
                oneOf("disabled", "preferred", "required", "verify_ca", "verify_identity"),
                "TLS, as MySQL's clients define the modes: disabled, preferred, required, verify_ca, verify_identity.");
        settings.optional(
                SSL_TRUSTSTORE_LOCATION,
                Type.STRING,
                null,
                "Key store file with the authorities that may have signed the server's certificate. By default those"
                        + " that Java trusts.");
        settings.optional(
                SSL_TRUSTSTORE_TYPE,
                Type.STRING,
                "PKCS12",
                oneOf("PKCS12", "JKS"),
                "Type of that file: PKCS12 or JKS.");
        settings.optional(SSL_TRUSTSTORE_PASSWORD, Type.PASSWORD, null, "Password of that file.");
        settings.optional(
                SSL_KEYSTORE_LOCATION,
                Type.STRING,
                null,
                "Key store file with the key and certificate by which the server knows the connector. By default none.");
        settings.optional(
                SSL_KEYSTORE_TYPE, Type.STRING, "PKCS12", oneOf("PKCS12", "JKS"), "Type of that file: PKCS12 or JKS.");
        settings.optional(SSL_KEYSTORE_PASSWORD, Type.PASSWORD, null, "Password of that file, and of the key in it.");
        settings.group("Filter");
        settings.required(FILTER_SCHEMAS, Type.LIST, notEmpty(), "MySQL schemas (databases) to replicate.");
        settings.optional(
                FILTER_LIMIT_TABLES,
                Type.LIST,
                List.of(),
                "If not empty, only these tables, each as schema.table; a bare schema means all its tables.");
        settings.optional(
                FILTER_SKIP_TABLES,
                Type.LIST,
                List.of(),
                "Tables to leave out, each as schema.table; a bare schema means all its tables.");
        settings.group("Reading");
        settings.optional(
                HEARTBEAT_INTERVAL_MS,
                Type.INT,
                1000,
                between(10, 3_600_000),
                "Milliseconds between the records that tell the position reached, while there is nothing else to say.");
        settings.optional(
                GTID_ENABLE,
                Type.BOOLEAN,
                true,
                "Whether GTIDs are the position, where the server has them. Otherwise it is binlog file and offset.");
        settings.optional(
                ON_ERROR_READ,
                Type.STRING,
                "continue",
                oneOf("exit", "continue"),
                "What happens when MySQL cannot be reached: continue tries again, with pauses of up to 10 seconds, for as"
                        + " long as it takes; exit fails the task. A connection that is lost is made anew once before.");
        settings.optional(
                QUEUE_BYTES,
                Type.LONG,
                32L << 20,
                atLeast(64 << 10),
                "Bytes of changes that may wait in memory for Connect.");
        settings.optional(
                POLL_BATCH_BYTES,
                Type.LONG,
                4L << 20,
                atLeast(1),
                "Bytes of changes, about, that one poll of Connect gets at most.");
        settings.optional(
                RECORD_MAX_BYTES,
                Type.LONG,
                1L << 20,
                atLeast(64 << 10),
                "Bytes of the largest record in the format compact, before compression: what both the topic"
                        + " (max.message.bytes) and the producer (producer.override.max.request.size,"
                        + " producer.override.buffer.memory) allow. A larger one fails the task with the name of its"
                        + " table; Kafka could not tell that. The default is Kafka's.");
        RollbarConfig.addTo(settings.definition);
        return settings.definition;
    }

    /** Collects definitions, in their order, under the current group. */
    private static final class Settings {
        private final ConfigDef definition = new ConfigDef();
        private String group = "";
        private int order;

        private void group(String name) {
            group = name;
            order = 0;
        }

        private void required(String name, Type type, String documentation) {
            required(name, type, type == Type.STRING ? notBlank() : null, documentation);
        }

        private void required(String name, Type type, ConfigDef.@Nullable Validator validator, String documentation) {
            define(name, type, NO_DEFAULT_VALUE, validator, Importance.HIGH, documentation);
        }

        private void optional(String name, Type type, @Nullable Object defaultValue, String documentation) {
            optional(name, type, defaultValue, null, documentation);
        }

        private void optional(
                String name,
                Type type,
                @Nullable Object defaultValue,
                ConfigDef.@Nullable Validator validator,
                String documentation) {
            define(name, type, defaultValue, validator, Importance.MEDIUM, documentation);
        }

        private void define(
                String name,
                Type type,
                @Nullable Object defaultValue,
                ConfigDef.@Nullable Validator validator,
                Importance importance,
                String documentation) {
            definition.define(
                    name, type, defaultValue, validator, importance, documentation, group, ++order, Width.MEDIUM, name);
        }
    }

    private static ConfigDef.Validator notBlank() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null && value.toString().isBlank()) {
                        throw new ConfigException(name, value, "Must not be empty");
                    }
                },
                () -> "not empty");
    }

    private static ConfigDef.Validator notEmpty() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value instanceof List<?> list
                            && (list.isEmpty()
                                    || list.stream()
                                            .anyMatch(entry -> entry.toString().isBlank()))) {
                        throw new ConfigException(name, value, "Must name at least one, and no empty name");
                    }
                },
                () -> "at least one");
    }

    private static ConfigDef.Validator oneOf(String... words) {
        List<String> allowed = List.of(words);
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value == null || !contains(allowed, value.toString())) {
                        throw new ConfigException(name, value, "Must be one of " + String.join(", ", allowed));
                    }
                },
                () -> String.join(", ", allowed));
    }

    private static boolean contains(List<String> words, String value) {
        return words.stream().anyMatch(value::equalsIgnoreCase);
    }

    private static ConfigDef.Validator optional(ConfigDef.Validator validator) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null) {
                        validator.ensureValid(name, value);
                    }
                },
                validator::toString);
    }

    String sourceName() {
        return getString(SOURCE_NAME);
    }

    String topic() {
        String topic = getString(TOPIC);
        return topic == null ? sourceName() + ".changes" : topic;
    }

    MySqlAddress address() {
        return new MySqlAddress(
                getString(HOST),
                getInt(PORT),
                getString(USER),
                getPassword(PASSWORD).value(),
                sslMode(),
                store(SSL_TRUSTSTORE_LOCATION, SSL_TRUSTSTORE_TYPE, SSL_TRUSTSTORE_PASSWORD),
                store(SSL_KEYSTORE_LOCATION, SSL_KEYSTORE_TYPE, SSL_KEYSTORE_PASSWORD),
                getInt(CONNECT_TIMEOUT_MS));
    }

    private @Nullable KeyStoreFile store(String locationKey, String typeKey, String passwordKey) {
        String location = getString(locationKey);
        Password password = getPassword(passwordKey);
        return location == null
                ? null
                : new KeyStoreFile(
                        location,
                        getString(typeKey).toUpperCase(Locale.ROOT),
                        password == null ? null : password.value());
    }

    private SslMode sslMode() {
        return SslMode.of(getString(SSL_MODE));
    }

    /** Above the ids that people give by hand. */
    long serverId() {
        Long serverId = getLong(SERVER_ID);
        return serverId == null ? 0x8000_0000L | sourceName().hashCode() & 0x7fff_ffffL : serverId;
    }

    TableFilter tableFilter() {
        return new TableFilter(getList(FILTER_SCHEMAS), getList(FILTER_LIMIT_TABLES), getList(FILTER_SKIP_TABLES));
    }

    RecordFormat recordFormat() {
        return RecordFormat.valueOf(getString(RECORD_FORMAT).toUpperCase(Locale.ROOT));
    }

    int heartbeatIntervalMs() {
        return getInt(HEARTBEAT_INTERVAL_MS);
    }

    boolean gtidEnable() {
        return getBoolean(GTID_ENABLE);
    }

    /** Whether a MySQL that cannot be reached fails the task. */
    boolean failUnreachable() {
        return getString(ON_ERROR_READ).equalsIgnoreCase("exit");
    }

    long queueBytes() {
        return getLong(QUEUE_BYTES);
    }

    long recordMaxBytes() {
        return getLong(RECORD_MAX_BYTES);
    }

    long pollBatchBytes() {
        return getLong(POLL_BATCH_BYTES);
    }
}
