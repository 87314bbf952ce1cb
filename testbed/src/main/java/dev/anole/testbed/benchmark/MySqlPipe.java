package dev.anole.testbed.benchmark;

import dev.anole.testbed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The limit of a copy: {@code mysql -q -B} piped into {@code COPY}, one process on each side. Batch mode escapes as COPY
 * expects it (tab, newline, backslash), but for NULL, which the sample tables don't have.
 */
final class MySqlPipe {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Stack stack;
    private final Connection postgres;
    private final Path errors;

    /** How it went. */
    record Result(long rows, long bytes, double copySeconds, double keySeconds) {

        double rowsPerSecond() {
            return rows / copySeconds;
        }

        double rowsPerSecondWithKey() {
            return rows / (copySeconds + keySeconds);
        }

        long bytesPerRow() {
            return bytes / Math.max(1, rows);
        }
    }

    /** @param postgres in the database that is copied into, in autocommit mode */
    MySqlPipe(Stack stack, Connection postgres) {
        this.stack = stack;
        this.postgres = postgres;
        errors = stack.workspace().newFolder("pipe").resolve("errors");
    }

    /** Creates the table in PostgreSQL and fills it, then adds its primary key. */
    Result copy(String mySqlDatabase, SampleTable table, String target)
            throws SQLException, IOException, InterruptedException {
        try (Statement statement = postgres.createStatement()) {
            statement.execute("CREATE TABLE " + target + " (" + table.postgresColumns() + ")");
            Stopwatch copying = Stopwatch.start();
            Process client = startClient(mySqlDatabase, table);
            CountingInputStream text = new CountingInputStream(client.getInputStream());
            long rows = postgres.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + target + " FROM STDIN", text, BUFFER_BYTES);
            double copySeconds = copying.seconds();
            if (client.waitFor() != 0) {
                throw new IllegalStateException("The mysql client failed: " + Files.readString(errors));
            }
            Stopwatch key = Stopwatch.start();
            statement.execute("ALTER TABLE " + target + " ADD PRIMARY KEY (id)");
            return new Result(rows, text.count(), copySeconds, key.seconds());
        }
    }

    private Process startClient(String database, SampleTable table) throws IOException {
        List<String> command = new ArrayList<>(stack.mySql().clientCommand());
        command.addAll(List.of("--quick", "--batch", "--skip-column-names", "--default-character-set=utf8mb4"));
        command.addAll(List.of("--execute=SELECT * FROM " + table.sqlName(), database));
        Process client =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        client.getOutputStream().close();
        return client;
    }
}
