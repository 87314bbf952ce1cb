package dev.anole.mysql.server;

import dev.anole.mysql.MySqlSourceConfig;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server variables that a source depends on. */
final class SettingChecks {

    private final MySqlServer server;
    private final List<Problem> problems = new ArrayList<>();

    SettingChecks(MySqlServer server) {
        this.server = server;
    }

    /** @param mayReadStatus whether the user may ask about the binlog and about replication */
    List<Problem> problems(boolean mayReadStatus) throws SQLException {
        Map<String, String> variables = server.variables(
                "log_bin",
                "lower_case_table_names",
                "binlog_format",
                "binlog_row_image",
                "binlog_row_metadata",
                "binlog_row_value_options",
                "gtid_mode",
                "log_replica_updates",
                "log_slave_updates",
                "sync_binlog",
                "log_bin_compress");
        if (!"ON".equals(variables.get("log_bin"))) {
            fatal("log_bin is OFF: start the server with --log-bin");
            return problems;
        }
        String caseOfNames = variables.getOrDefault("lower_case_table_names", "0");
        if (!caseOfNames.equals("0")) {
            fatal(
                    "lower_case_table_names is " + caseOfNames
                            + ", under which DDL statements may spell names otherwise than"
                            + " rows do: only servers with 0, which is fixed when a server is initialised, can be replicated yet");
        }
        requireValue(variables, "binlog_format", "ROW");
        requireValue(variables, "binlog_row_image", "FULL");
        requireValue(variables, "binlog_row_metadata", "FULL");
        checkValueOptions(variables);
        checkGtidMode(variables);
        if (server.isMariaDb() && "ON".equals(variables.get("log_bin_compress"))) {
            fatal("log_bin_compress is ON, and compressed events of MariaDB are not read: "
                    + mend("log_bin_compress", "OFF"));
        }
        if (!"1".equals(variables.getOrDefault("sync_binlog", "1"))) {
            warn("sync_binlog is " + variables.get("sync_binlog")
                    + ": a crash of MySQL may lose transactions that the replica already has: "
                    + mend("sync_binlog", "1"));
        }
        if (mayReadStatus) {
            checkReplica(variables);
            checkBinlogFilters();
        }
        return problems;
    }

    private void requireValue(Map<String, String> variables, String name, String value) {
        String found = variables.get(name);
        if (found == null) {
            if (name.equals("binlog_row_metadata")) {
                fatal("The server (version " + server.version() + ") has no " + name
                        + "; MySQL has it since 8.0.1, MariaDB since 10.5");
            }
        } else if (!found.equalsIgnoreCase(value)) {
            fatal(name + " is " + found + ": " + mend(name, value));
        }
    }

    private void checkValueOptions(Map<String, String> variables) {
        String options = variables.getOrDefault("binlog_row_value_options", "");
        if (options.contains("PARTIAL_JSON")) {
            fatal("binlog_row_value_options is " + options + ": " + mend("binlog_row_value_options", "''"));
        }
    }

    private void checkGtidMode(Map<String, String> variables) {
        String mode = variables.getOrDefault("gtid_mode", "OFF");
        if (!mode.equals("ON") && !mode.equals("OFF")) {
            fatal("gtid_mode is " + mode + ", so that some transactions may have a GTID and some not: "
                    + mend("gtid_mode", "ON") + " (or OFF; each by its steps, MySQL manual 19.1.4)");
        }
    }

    private void checkReplica(Map<String, String> variables) throws SQLException {
        String logs = variables.getOrDefault("log_replica_updates", variables.getOrDefault("log_slave_updates", "ON"));
        if (!logs.equals("ON") && server.isReplica()) {
            fatal("The server is a replica that does not log what it replicates: start it with --log-replica-updates"
                    + " (before 8.0.26, and on MariaDB, --log-slave-updates)");
        }
    }

    private void checkBinlogFilters() throws SQLException {
        List<String> filters = server.binlogStatus(row -> List.of(
                String.valueOf(row.getString("Binlog_Do_DB")), String.valueOf(row.getString("Binlog_Ignore_DB"))));
        if (!filters.get(0).isEmpty() || !filters.get(1).isEmpty()) {
            warn("The server leaves databases out of its binlog (binlog_do_db=" + filters.get(0) + ", binlog_ignore_db="
                    + filters.get(1) + "): changes there are never replicated");
        }
    }

    /** The statement that changes a variable for good. */
    private String mend(String name, String value) {
        return server.isMariaDb()
                ? "SET GLOBAL " + name + " = " + value + " (and in the server's configuration file)"
                : "SET PERSIST " + name + " = " + value;
    }

    private void fatal(String message) {
        problems.add(new Problem(MySqlSourceConfig.HOST, message, true));
    }

    private void warn(String message) {
        problems.add(new Problem(MySqlSourceConfig.HOST, message, false));
    }
}
