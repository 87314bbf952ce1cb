package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.anole.mysql.stream.SourceMetrics;
import dev.anole.postgres.apply.SinkMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** {@code docs/monitoring.md} shows what the connectors have; {@code -Danole.docs=write} writes its tables anew. */
class MonitoringDocumentTest {

    private static final Path DOCUMENT = SourceTree.root().resolve("docs/monitoring.md");

    @Test
    void theDocumentShowsEveryMetric() throws IOException {
        try (SourceMetrics source = new SourceMetrics("document", () -> 0);
                SinkMetrics sink = new SinkMetrics("document", () -> 0)) {
            compare("source", table(source.names()));
            compare("sink", table(sink.names()));
        }
    }

    @Test
    void theDocumentExplainsEveryAlert() throws IOException {
        JsonNode rules = new YAMLMapper()
                .readTree(SourceTree.root()
                        .resolve("config/prometheus-alerts.yml")
                        .toFile());
        List<String> alerts = rules.findValuesAsText("alert");
        assertThat(alerts).isNotEmpty();
        assertThat(Files.readString(DOCUMENT))
                .contains(alerts.stream().map(alert -> "| `" + alert + "` |").toList());
    }

    private static String table(List<MetricName> names) {
        StringBuilder text = new StringBuilder("| attribute | what it says |\n|---|---|\n");
        names.forEach(name -> text.append("| `" + name.name() + "` | " + name.description() + " |\n"));
        return text.toString();
    }

    private static void compare(String connector, String table) throws IOException {
        String begin = "<!-- " + connector + " metrics: written by MonitoringDocumentTest -->\n";
        String text = Files.readString(DOCUMENT);
        assertThat(text).contains(begin);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("<!-- end of " + connector + " metrics -->");
        if ("write".equals(System.getProperty("anole.docs"))) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("the metrics of the %s; -Danole.docs=write writes them anew", connector)
                .isEqualTo(table);
    }
}
