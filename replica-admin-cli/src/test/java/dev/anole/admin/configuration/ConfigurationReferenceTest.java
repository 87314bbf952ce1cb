package dev.anole.admin.configuration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.admin.GeneratedDocument;
import dev.anole.mysql.MySqlSourceConnector;
import dev.anole.postgres.PostgresSinkConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md is what config/anole.yml, the records and both connectors' definitions say. */
class ConfigurationReferenceTest {

    private static final Path EXAMPLE = Path.of("..", "config", "anole.yml");

    @TempDir
    private Path folder;

    @Test
    void theReferenceShowsEveryKeyAndSetting() throws IOException {
        String text = """
                # Configuration

                Every key of `replica-admin`'s configuration file, and every setting of the two connectors. Written by
                `ConfigurationReferenceTest` (`mvn test -Dtest=ConfigurationReferenceTest -Danole.docs=write`): the meaning of
                the keys is in [`config/anole.yml`](../config/anole.yml), that of the settings in the connectors. By which command a
                changed key takes effect is told in [operating.md](operating.md#when-a-changed-key-takes-effect).

                ## The file of `replica-admin`

                | key | type | default | meaning |
                |---|---|---|---|
                """
                + keys() + """

                ## The source connector, `dev.anole.mysql.MySqlSourceConnector`

                """
                + settings(new MySqlSourceConnector().config()) + """

                ## The sink connector, `dev.anole.postgres.PostgresSinkConnector`

                """
                + settings(new PostgresSinkConnector().config());
        GeneratedDocument.compare("configuration.md", text);
    }

    private String keys() throws IOException {
        Map<String, String> types = KeyTypes.all();
        Map<String, String> defaults = KeyDefaults.all(folder);
        StringBuilder rows = new StringBuilder();
        for (CommentedKey key : CommentedKey.read(EXAMPLE)) {
            boolean above = types.keySet().stream().anyMatch(path -> path.startsWith(key.path() + "."));
            if (above || types.containsKey(key.path())) {
                rows.append(row(
                        "`" + key.path() + "`",
                        types.getOrDefault(key.path(), "keys"),
                        KeyDefaults.isRequired(key.path()) ? "required" : code(defaults.getOrDefault(key.path(), "")),
                        key.meaning()));
            }
        }
        return rows.toString();
    }

    @Test
    void theExampleExplainsEveryKey() throws IOException {
        Set<String> explained = CommentedKey.read(EXAMPLE).stream()
                .filter(key -> !key.meaning().isEmpty())
                .map(CommentedKey::path)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(explained)
                .as("explained in config/anole.yml")
                .containsAll(KeyTypes.all().keySet());
    }

    private static String settings(ConfigDef definition) {
        return "| setting | type | default | meaning |\n|---|---|---|---|\n"
                + definition.configKeys().values().stream()
                        .map(ConfigurationReferenceTest::setting)
                        .collect(joining());
    }

    private static String setting(ConfigKey key) {
        // Of a password it would be hidden, though there is none.
        String defaultValue = key.type == ConfigDef.Type.PASSWORD || !key.hasDefault()
                ? ""
                : code(ConfigDef.convertToString(key.defaultValue, key.type));
        return row(
                "`" + key.name + "`",
                key.type.toString().toLowerCase(Locale.ROOT),
                key.hasDefault() ? defaultValue : "required",
                key.documentation);
    }

    private static String code(String value) {
        return value == null || value.isEmpty() ? "" : "`" + value + "`";
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(escaped(cell)).append(" |");
        }
        return row.append('\n').toString();
    }

    /** What is code stays as it is, but for what would end the cell. */
    private static String escaped(String cell) {
        String[] parts = cell.split("`", -1);
        for (int text = 0; text < parts.length; text += 2) {
            parts[text] = parts[text].replaceAll("[*_]", "\\\\$0").replace("<", "&lt;");
        }
        return String.join("`", parts).replace("|", "\\|");
    }
}
