package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.EventHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyPositionTest {

    private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @Test
    void tellsByGtidWhateverTheFilePosition() {
        CopyPosition position =
                new CopyPosition(new SourcePosition("binlog.000002", 500, GtidSet.parse(SERVER + ":1-5:7")));

        assertThat(position.contains(header(SERVER + ":7", "binlog.000009", 4))).isTrue();
        assertThat(position.contains(header(SERVER + ":6", "binlog.000001", 4))).isFalse();
        assertThat(position.contains(header(null, "binlog.000001", 4))).isFalse();
    }

    @Test
    void tellsByTheFilePositionWithoutGtids() {
        CopyPosition position = new CopyPosition(new SourcePosition("binlog.000002", 500, null));

        assertThat(position.contains(header(null, "binlog.000001", 9_000))).isTrue();
        assertThat(position.contains(header(null, "binlog.000002", 499))).isTrue();
        assertThat(position.contains(header(null, "binlog.000002", 500))).isFalse();
        assertThat(position.contains(header(null, "binlog.1000000", 4))).isFalse();
    }

    private static EventHeader header(@Nullable String gtid, String file, long start) {
        return new EventHeader(1, 1, 1, true, SERVER, gtid, file, start, start + 100, 0);
    }
}
