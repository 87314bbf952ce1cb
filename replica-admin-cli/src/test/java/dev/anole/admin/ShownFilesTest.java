package dev.anole.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that look at files alone. */
class ShownFilesTest {

    @TempDir
    private Path folder;

    private String configuration() throws IOException {
        Path file = folder.resolve("anole.yml");
        Files.writeString(file, """
                pg_conn: {user: usr_replica, password: 'one secret', database: db}
                kafka:
                  bootstrap_servers: broker:9092
                  properties: {sasl.jaas.config: 'module required password="two secrets";', security.protocol: SASL_SSL}
                connect: {url: 'http://connect:8083', username: admin, password: '${env:CONNECT_PASSWORD}'}
                sources:
                  shop:
                    type: mysql
                    db_conn: {user: usr, password: 'three secrets', ssl_truststore_password: 'four secrets'}
                    schema_mappings: {shop: copies}
                    skip_tables: [shop.a, shop.b]
                  other:
                    type: mysql
                    db_conn: {user: usr}
                    schema_mappings: {other: other}
                """);
        return file.toString();
    }

    @Test
    void showConfigHidesSecretsAndKeepsReferences() throws IOException {
        CommandRun run = CommandRun.of("show-config", "--config", configuration());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .doesNotContain("secret")
                .contains("[hidden]", "${env:CONNECT_PASSWORD}", "SASL_SSL", "broker:9092")
                .contains("Source shop", "shop.a, shop.b", "Source other", "on_error_replay");

        JsonNode document = new ObjectMapper()
                .readTree(CommandRun.of("show_config", "--json", "--config", configuration())
                        .out());
        assertThat(document.toString()).doesNotContain("secret");
        assertThat(document.at("/sources/shop/schema_mappings/shop").textValue())
                .isEqualTo("copies");
        assertThat(document.at("/globals/pg_conn/user").textValue()).isEqualTo("usr_replica");
    }

    @Test
    void showSourcesShowsOneOfThem() throws IOException {
        CommandRun run = CommandRun.of("show-sources", "--source", "other", "--config", configuration());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Source other").doesNotContain("Source shop");

        assertThat(CommandRun.of("show-sources", "--source", "shopp", "--config", configuration())
                        .err())
                .contains("Did you mean shop?");
    }

    @Test
    void setConfigurationFilesMakesTheFolderAndRenewsTheExample() throws IOException {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", folder.toString());
        try {
            assertThat(CommandRun.of("set_configuration_files").out()).contains("Copy it to");
            Path configurations = folder.resolve(".anole/configuration");
            Path example = configurations.resolve(SetConfigurationFiles.EXAMPLE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configurations)))
                    .isEqualTo("rwx------");
            assertThat(Files.readString(example)).contains("schema_mappings:");
            assertThat(CommandRun.of("set-configuration-files").out()).contains("nothing was done");

            Files.writeString(example, "of an older version");
            Path own = Files.writeString(configurations.resolve("default.yml"), "mine");
            assertThat(CommandRun.of("set-configuration-files").out()).contains("Copy it to");
            assertThat(Files.readString(example)).contains("schema_mappings:");
            assertThat(own).hasContent("mine");
        } finally {
            System.setProperty("user.home", home);
        }
    }
}
