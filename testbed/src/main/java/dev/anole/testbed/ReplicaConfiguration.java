package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes the CLI's configuration file for servers of the testbed. */
public final class ReplicaConfiguration {

    private ReplicaConfiguration() {}

    /**
     * @param source its name
     * @param mySqlDatabase which is mapped to {@code postgresSchema}
     * @param more further lines under the source, each with its indentation of four, or empty
     */
    public static Path write(
            Path file,
            MySqlServer mySql,
            PostgresServer postgres,
            KafkaBroker kafka,
            ConnectWorker worker,
            String postgresDatabase,
            String source,
            String mySqlDatabase,
            String postgresSchema,
            String more) {
        return write(
                file,
                mySql,
                mySql.port(),
                postgres,
                kafka,
                worker,
                postgresDatabase,
                source,
                mySqlDatabase,
                postgresSchema,
                more);
    }

    /**
     * The same for a server that is reached by another port.
     *
     * @param mySqlPort such as a proxy's
     */
    public static Path write(
            Path file,
            MySqlServer mySql,
            int mySqlPort,
            PostgresServer postgres,
            KafkaBroker kafka,
            ConnectWorker worker,
            String postgresDatabase,
            String source,
            String mySqlDatabase,
            String postgresSchema,
            String more) {
        String yaml = """
                log_dir: '%s'
                pg_conn:
                  host: %s
                  port: %d
                  user: %s
                  password: '%s'
                  database: %s
                kafka:
                  bootstrap_servers: %s
                connect:
                  url: %s
                sources:
                  %s:
                    type: mysql
                    db_conn:
                      host: %s
                      port: %d
                      user: %s
                      password: '%s'
                    schema_mappings:
                      '%s': '%s'
                %s""".formatted(
                        file.resolveSibling("logs"),
                        postgres.host(),
                        postgres.port(),
                        postgres.user(),
                        postgres.password(),
                        postgresDatabase,
                        kafka.bootstrapServers(),
                        worker.restUrl(),
                        source,
                        mySql.host(),
                        mySqlPort,
                        mySql.user(),
                        mySql.password(),
                        mySqlDatabase,
                        postgresSchema,
                        more);
        try {
            Files.writeString(file, yaml);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
    }
}
