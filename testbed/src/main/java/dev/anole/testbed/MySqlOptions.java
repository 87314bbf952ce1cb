package dev.anole.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a MySQL server is configured.
 *
 * @param flavour whose server it is
 * @param gtids whether {@code gtid_mode} and {@code enforce_gtid_consistency} are ON or OFF; MariaDB has no such switch
 * @param durable whether every commit reaches the disk ({@code innodb_flush_log_at_trx_commit}, {@code sync_binlog})
 * @param arguments further server options, such as {@code --general-log=1}; they override the testbed's own
 */
public record MySqlOptions(Flavour flavour, boolean gtids, boolean durable, List<String> arguments) {
    /** Whose server. */
    public enum Flavour {
        /** MySQL 8.0 or later; MariaDB where the machine has no MySQL and there is no way to get one. */
        MYSQL,
        MARIADB
    }

    public MySqlOptions {
        arguments = List.copyOf(arguments);
    }

    /** MySQL, with GTIDs, durable. */
    public static MySqlOptions defaults() {
        return new MySqlOptions(Flavour.MYSQL, true, true, List.of());
    }

    public MySqlOptions withFlavour(Flavour other) {
        return new MySqlOptions(other, gtids, durable, arguments);
    }

    public MySqlOptions withoutGtids() {
        return new MySqlOptions(flavour, false, durable, arguments);
    }

    public MySqlOptions withoutDurability() {
        return new MySqlOptions(flavour, gtids, false, arguments);
    }

    /** Adds server options to those that are there. */
    public MySqlOptions with(String... more) {
        List<String> all = Stream.concat(arguments.stream(), Stream.of(more)).toList();
        return new MySqlOptions(flavour, gtids, durable, all);
    }

    /** The options for the server's command line, the caller's own last, since the last one wins. */
    List<String> commandLine(boolean mariaDb) {
        List<String> line = new ArrayList<>(List.of(
                "--server-id=1",
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--binlog-row-metadata=FULL",
                "--default-time-zone=+00:00",
                "--max-connections=200",
                "--max-allowed-packet=256M",
                "--innodb-buffer-pool-size=256M",
                "--innodb-flush-log-at-trx-commit=" + (durable ? 1 : 0),
                "--sync-binlog=" + (durable ? 1 : 0)));
        if (!mariaDb) {
            String state = gtids ? "ON" : "OFF";
            line.addAll(List.of("--gtid-mode=" + state, "--enforce-gtid-consistency=" + state, "--mysqlx=OFF"));
        }
        line.addAll(arguments);
        return List.copyOf(line);
    }

    /** Those of the caller's options that must be known when the data folder is initialised, and ever after. */
    List<String> initialisationArguments() {
        return arguments.stream()
                .filter(argument -> argument.replace('_', '-').startsWith("--lower-case-table-names"))
                .toList();
    }
}
