package dev.anole.mysql;

import dev.anole.mysql.server.Problem;
import dev.anole.mysql.server.ServerChecks;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the row changes of a MySQL server's binlog. One task does the work, whatever {@code tasks.max} allows: there
 * is one binlog.
 */
public final class MySqlSourceConnector extends SourceConnector {

    private static final String SKIPS_RECORDS =
            "Connect would go on after a record that it could not send, and the replica would lose changes: set it to none";

    private static final Logger LOG = LoggerFactory.getLogger(MySqlSourceConnector.class);

    /** A person waits for the answer of a validation. */
    private static final int VALIDATION_CONNECT_TIMEOUT_MS = 5_000;

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }

    @Override
    public ConfigDef config() {
        return MySqlSourceConfig.definition();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return MySqlSourceTask.class;
    }

    @Override
    public void start(Map<String, String> connectorProperties) {
        if ("all".equals(connectorProperties.get("errors.tolerance"))) {
            throw new ConfigException("errors.tolerance", "all", SKIPS_RECORDS);
        }
        properties = Map.copyOf(connectorProperties);
        LOG.info("Starting the source \"{}\"", new MySqlSourceConfig(connectorProperties).sourceName());
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {
        properties = Map.of();
    }

    /** Also connects to MySQL, and reports what is wrong there on the settings that it belongs to. */
    @Override
    public Config validate(Map<String, String> connectorProperties) {
        Config result = super.validate(connectorProperties);
        if ("all".equals(connectorProperties.get("errors.tolerance"))) {
            addError(result, MySqlSourceConfig.SOURCE_NAME, "errors.tolerance=all: " + SKIPS_RECORDS);
        }
        if (result.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty())) {
            try {
                validateServer(new MySqlSourceConfig(connectorProperties), result);
            } catch (ConfigException e) {
                addError(result, settingOf(e), String.valueOf(e.getMessage()));
            }
        }
        return result;
    }

    private static void validateServer(MySqlSourceConfig config, Config result) {
        MySqlAddress address = config.address();
        MySqlAddress impatient =
                address.withConnectTimeoutMs(Math.min(address.connectTimeoutMs(), VALIDATION_CONNECT_TIMEOUT_MS));
        for (Problem problem : ServerChecks.problems(impatient, config.tableFilter())) {
            if (problem.isFatal()) {
                addError(result, problem.setting(), problem.message());
            }
        }
    }

    /** The settings that only make sense together are named in their exception's message alone. */
    private static String settingOf(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        return List.of(
                        MySqlSourceConfig.FILTER_LIMIT_TABLES,
                        MySqlSourceConfig.FILTER_SKIP_TABLES,
                        MySqlSourceConfig.SSL_TRUSTSTORE_LOCATION,
                        MySqlSourceConfig.SSL_KEYSTORE_LOCATION)
                .stream()
                .filter(setting -> message.contains("configuration " + setting + ":"))
                .findFirst()
                .orElse(MySqlSourceConfig.SOURCE_NAME);
    }

    private static void addError(Config config, String setting, String message) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(setting)) {
                value.addErrorMessage(message);
            }
        }
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorProperties) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /**
     * Accepts offsets that a task could begin at (KIP-875).
     *
     * @throws ConnectException if one is not; the message names key, value and rule
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorProperties, Map<Map<String, ?>, Map<String, ?>> offsets) {
        String sourceName = new MySqlSourceConfig(connectorProperties).sourceName();
        offsets.forEach((partition, offset) -> {
            requirePartition(partition, sourceName);
            if (offset != null) {
                requireOffset(offset);
            }
        });
        return true;
    }

    private static void requirePartition(Map<String, ?> partition, String sourceName) {
        if (partition == null || !partition.equals(SourceOffset.partition(sourceName))) {
            throw new ConnectException("The source partition " + partition + " is invalid; the only one is {\""
                    + SourceOffset.SOURCE + "\": \"" + sourceName + "\"}");
        }
    }

    private static void requireOffset(Map<String, ?> offset) {
        try {
            SourceOffset.parse(offset);
        } catch (IllegalArgumentException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }
}
