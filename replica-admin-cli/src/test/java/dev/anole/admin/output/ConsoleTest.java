package dev.anole.admin.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.TableId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    private record Document(TableId table, Instant lastCommitAt) {}

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Console console(boolean json) {
        return new Console(new PrintWriter(out), new PrintWriter(err), json);
    }

    @Test
    void keepsTheStandardOutputForTheDocument() {
        Console console = console(true);
        console.say("done");
        console.warn("beware");
        console.progress("working");
        console.document(new Document(new TableId("shop", "orders"), Instant.EPOCH));
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        {
                          "table" : "shop.orders",
                          "last_commit_at" : "1970-01-01T00:00:00Z"
                        }
                        """);
        assertThat(err.toString()).contains("done", "Warning: beware", "working");
    }

    @Test
    void printsNoDocumentForPeople() {
        Console console = console(false);
        console.say("done");
        console.document(new Document(new TableId("shop", "orders"), Instant.EPOCH));
        assertThat(out.toString()).isEqualToNormalizingNewlines("done\n");
    }

    @Test
    void breaksLongCellsInsteadOfLines() {
        console(false).table(List.of("Name", "Reason"), List.of(List.of("orders", "word ".repeat(100))));
        assertThat(out.toString().lines()).hasSizeGreaterThan(4).allMatch(line -> line.length() <= 200);
    }
}
