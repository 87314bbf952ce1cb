package dev.anole.testbed;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container whose port is bound to a fixed one of the host, so that it survives a restart. */
final class ServerContainer implements Lifecycle {
    private static final int STOP_SECONDS = 60;
    /** Of the listener that Testcontainers advertises to the host. */
    private static final int KAFKA_PORT = 9092;

    private final GenericContainer<?> container;
    private final Path logFile;
    private boolean created;

    private ServerContainer(GenericContainer<?> container, int port, int containerPort, Path logFile) {
        this.container = container;
        this.logFile = logFile;
        container.setPortBindings(List.of("127.0.0.1:" + port + ":" + containerPort));
    }

    static ServerContainer mySql(int port, MySqlOptions options, Path logFile) {
        MySQLContainer container = new MySQLContainer("mysql:9.7");
        container.withUsername("root").withPassword(MySqlServer.PASSWORD).withEnv("MYSQL_ROOT_HOST", "%");
        container.setCommand(options.commandLine(false).toArray(String[]::new));
        return new ServerContainer(container, port, MySQLContainer.MYSQL_PORT, logFile);
    }

    /** @param arguments of the server's command line, {@code -c name=value} */
    static ServerContainer postgres(int major, int port, List<String> arguments, Path logFile) {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + major);
        container
                .withUsername(PostgresServer.USER)
                .withPassword(PostgresServer.PASSWORD)
                .withDatabaseName("postgres");
        String[] command = new String[arguments.size() + 1];
        command[0] = "postgres";
        System.arraycopy(arguments.toArray(String[]::new), 0, command, 1, arguments.size());
        container.setCommand(command);
        return new ServerContainer(container, port, PostgreSQLContainer.POSTGRESQL_PORT, logFile);
    }

    static ServerContainer kafka(int port, Map<String, String> properties, Path logFile) {
        KafkaContainer container = new KafkaContainer("apache/kafka:" + KafkaLibraries.version());
        properties.forEach((key, value) ->
                container.addEnv("KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return new ServerContainer(container, port, KAFKA_PORT, logFile);
    }

    @Override
    public void start() {
        if (created) {
            docker().startContainerCmd(container.getContainerId()).exec();
        } else {
            container.start();
            created = true;
        }
    }

    @Override
    public void stop() {
        docker().stopContainerCmd(container.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        saveLog();
    }

    @Override
    public void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
        saveLog();
    }

    @Override
    public void suspend() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public boolean isAlive() {
        return created && Boolean.TRUE.equals(state().getRunning());
    }

    @Override
    public long pid() {
        Long pid = state().getPidLong();
        if (!isAlive() || pid == null) {
            throw new IllegalStateException("Not running: " + container.getDockerImageName());
        }
        return pid;
    }

    @Override
    public String logTail() {
        saveLog();
        return LogTail.of(logFile);
    }

    @Override
    public void close() {
        if (created) {
            saveLog();
        }
        container.stop();
    }

    private void saveLog() {
        try {
            Files.writeString(logFile, container.getLogs());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + logFile, e);
        }
    }

    private ContainerState state() {
        return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }
}
