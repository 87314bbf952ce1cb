package dev.anole.postgres;

import dev.anole.postgres.apply.MaintenancePlan;
import dev.anole.postgres.catalogue.CatalogueException;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.Maintenance;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Replays one source's changes into PostgreSQL, MySQL transaction by MySQL transaction. Has one task. */
public final class PostgresSinkConnector extends SinkConnector {

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public ConfigDef config() {
        return PostgresSinkConfig.DEFINITION;
    }

    @Override
    public void start(Map<String, String> newSettings) {
        refuseToSkipRecords(newSettings);
        settings = Map.copyOf(newSettings);
    }

    private static void refuseToSkipRecords(Map<String, String> settings) {
        if ("all".equals(settings.get("errors.tolerance"))) {
            throw new ConfigException(
                    "errors.tolerance",
                    "all",
                    "Connect would skip records that it cannot convert, and the replica would lose changes: set it to"
                            + " none");
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PostgresSinkTask.class;
    }

    /** One task: the order of MySQL's commits is the order of one partition. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(settings);
    }

    @Override
    public void stop() {}

    /** Besides the definition's rules: connects, and looks for the catalogue. */
    @Override
    public Config validate(Map<String, String> newSettings) {
        Config config = super.validate(newSettings);
        if ("all".equals(newSettings.get("errors.tolerance"))) {
            value(config, PostgresSinkConfig.SOURCE_NAME)
                    .addErrorMessage("errors.tolerance=all would lose changes: set it to none");
        }
        boolean complete = config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (complete) {
            connect(new PostgresSinkConfig(newSettings), config);
        }
        return config;
    }

    private static void connect(PostgresSinkConfig settings, Config config) {
        try (Connection connection = PostgresConnections.open(settings.address(), "anole sink validation")) {
            new CatalogueSchema(connection).requireCurrent();
            requireIntervals(connection, settings.maintenance(), config);
        } catch (CatalogueException e) {
            value(config, PostgresSinkConfig.DATABASE).addErrorMessage(e.getMessage());
        } catch (SQLException e) {
            value(config, concerned(e))
                    .addErrorMessage("Could not connect to " + settings.address() + ": " + e.getMessage());
        }
    }

    private static void requireIntervals(Connection connection, MaintenancePlan plan, Config config) {
        if (!plan.interval().isEmpty()) {
            requireInterval(connection, plan.interval(), value(config, PostgresSinkConfig.MAINTENANCE_INTERVAL));
        }
        requireInterval(connection, plan.retention(), value(config, PostgresSinkConfig.RETENTION));
    }

    private static void requireInterval(Connection connection, String interval, ConfigValue setting) {
        try {
            Maintenance.requireInterval(connection, interval);
        } catch (SQLException e) {
            setting.addErrorMessage(
                    "\"" + interval + "\" is no interval such as 1 day (PostgreSQL: " + e.getMessage() + ")");
        }
    }

    /** The setting that an error at connecting is about. */
    private static String concerned(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals("28P01")) {
            return PostgresSinkConfig.PASSWORD;
        }
        if (state.startsWith("28")) {
            return PostgresSinkConfig.USER;
        }
        return state.equals("3D000") ? PostgresSinkConfig.DATABASE : PostgresSinkConfig.HOST;
    }

    private static ConfigValue value(Config config, String name) {
        return config.configValues().stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
