package dev.anole.mysql.binlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryEventTest {

    @Test
    void readsDatabaseAndStatement() throws IOException {
        QueryEvent query = QueryEvent.parse(
                new BinlogBytes().query("shöp", "COMMIT").read().next());

        assertThat(query.database()).isEqualTo("shöp");
        assertThat(query.is("COMMIT".getBytes(US_ASCII))).isTrue();
        assertThat(query.is("COMMI".getBytes(US_ASCII))).isFalse();
        assertThat(query.startsWith("COM".getBytes(US_ASCII))).isTrue();
        assertThat(query.endsWith("MIT".getBytes(US_ASCII))).isTrue();
    }

    @Test
    void decodesTheStatementByTheSessionsCharacterSetAndMode() throws IOException {
        // Variables: flags2, sql_mode, the catalogue's name, then the collations of the client and two more.
        byte[] variables = BinlogBytes.concat(
                new byte[5],
                new byte[] {1},
                BinlogBytes.little(0x100004, 8),
                new byte[] {6, 3, 's', 't', 'd'},
                new byte[] {4, 8, 0, 8, 0, 8, 0});
        byte[] body = BinlogBytes.concat(
                new byte[11], BinlogBytes.little(variables.length, 2), variables, new byte[1], new byte[] {
                    't', (byte) 0xe4
                });

        QueryEvent query = QueryEvent.parse(
                new BinlogBytes().event(EventType.QUERY, body).read().next());

        assertThat(query.statement(Map.of(8, "latin1"))).isEqualTo("tä");
        assertThat(query.sqlMode().ansiQuotes()).isTrue();
        assertThat(query.sqlMode().backslashEscapes()).isFalse();
    }
}
