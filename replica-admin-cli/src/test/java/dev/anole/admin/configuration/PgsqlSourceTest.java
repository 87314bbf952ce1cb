package dev.anole.admin.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.PostgresTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a source of {@code type: pgsql} is. */
final class PgsqlSourceTest {

    @TempDir
    private Path folder;

    private PostgresAddress address(String connection) throws IOException {
        return settings("pgsql", connection).dbConn().postgres();
    }

    private SourceSettings settings(String type, String connection) throws IOException {
        Path file = Files.writeString(folder.resolve("anole.yml"), """
                pg_conn: {user: u, database: d}
                sources:
                  other:
                    type: %s
                    db_conn: {%s}
                    schema_mappings: {a: b}
                """.formatted(type, connection));
        return ConfigurationFile.read(file.toString()).source("other").settings();
    }

    @Test
    void hasThePortAndTheWordsOfPostgres() throws IOException {
        assertThat(address("user: me, database: theirs, password: p"))
                .isEqualTo(new PostgresAddress("localhost", 5432, "theirs", "me", "p", PostgresTls.of("prefer")));
        assertThat(address("host: h, port: 6432, user: me, database: theirs, sslmode: verify-full"))
                .isEqualTo(new PostgresAddress("h", 6432, "theirs", "me", "", PostgresTls.of("verify-full")));
    }

    @Test
    void needsADatabaseAndAModeThatThereIs() {
        assertThatThrownBy(() -> address("user: me")).hasMessageContaining("db_conn.database is missing");
        assertThatThrownBy(() -> address("user: me, database: theirs, sslmode: preferred"))
                .hasMessageContaining("sslmode");
    }

    @Test
    void sslmodeIsNotMySqls() {
        assertThatThrownBy(() -> settings("mysql", "user: me, sslmode: require"))
                .hasMessageContaining("db_conn.sslmode is for type: pgsql; MySQL's is ssl_mode");
    }
}
