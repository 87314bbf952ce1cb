package dev.anole.mysql.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.anole.contract.notice.Notices;
import dev.anole.contract.record.RecordFormat;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.SslMode;
import java.io.EOFException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DumpRefusalsTest {

    private static final ServerException SAME_ID = new ServerException(
            "A replica with the same server_uuid/server_id as this replica has connected to the source", 1236, "HY000");

    private final DumpRefusals refusals = new DumpRefusals(new StreamSettings(
            "shop",
            new MySqlAddress("db", 3306, "repl", "secret", SslMode.PREFERRED, null, null, 1000),
            77,
            new TableFilter(List.of("shop"), List.of(), List.of()),
            RecordFormat.COMPACT,
            1000,
            true,
            false,
            Notices.none()));

    @Test
    void givesUpAfterAFewRefusalsWithinMinutes() {
        for (int minute = 0; minute < 5; minute++) {
            assertThat(refusals.mayHeal(SAME_ID, TimeUnit.MINUTES.toNanos(minute)))
                    .isTrue();
        }

        assertThat(refusals.mayHeal(SAME_ID, TimeUnit.MINUTES.toNanos(5))).isFalse();
        assertThat(refusals.exception(SAME_ID, "binlog.000001:4"))
                .hasMessageContaining("binlog.000001:4")
                .hasMessageContaining("server id, 77")
                .hasMessageContaining("What to do: ")
                .hasMessageContaining("my_server_id");
    }

    @Test
    void goesOnWhenRefusalsAreRare() {
        for (int hour = 0; hour < 20; hour++) {
            assertThat(refusals.mayHeal(SAME_ID, TimeUnit.HOURS.toNanos(hour))).isTrue();
        }
    }

    @Test
    void knowsOnlyRefusals() {
        assertThat(refusals.mayHeal(new EOFException("gone"), 0)).isFalse();
        assertThat(refusals.mayHeal(new ServerException("Access denied", 1045, "28000"), 0))
                .isFalse();
    }
}
