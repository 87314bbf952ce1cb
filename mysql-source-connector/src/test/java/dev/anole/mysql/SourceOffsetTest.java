package dev.anole.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceOffsetTest {

    private static final String GTIDS = "00000000-0000-0000-0000-0000000000aa:1-7:9";

    @Test
    void survivesConnectsStorage() {
        SourceOffset offset =
                new SourceOffset(5000L, "hash", "uuid", "binlog.000003", 120, GtidSet.parse(GTIDS), 17, 99);

        Map<String, Object> stored = Map.copyOf(offset.toMap());

        assertThat(stored)
                .containsEntry("incarnation", 5000L)
                .containsEntry("gtids", GTIDS)
                .containsEntry("pos", 120L)
                .containsEntry("ordinal", 17L)
                .hasSize(8);
        assertThat(SourceOffset.parse(stored)).isEqualTo(offset);
    }

    @Test
    void readsWhatAnOperatorWrites() {
        assertThat(SourceOffset.parse(Map.of("gtids", GTIDS)).file()).isNull();
        assertThat(SourceOffset.parse(Map.of("file", "binlog.000003", "pos", 120))
                        .position())
                .isEqualTo(120);
    }

    @Test
    void aStartHasOnlyAPosition() {
        Map<String, Object> start = SourceOffset.startingAt(new SourcePosition("binlog.000003", 120, null))
                .toMap();

        assertThat(start).isEqualTo(Map.of("file", "binlog.000003", "pos", 120L));
    }

    @Test
    void tellsKeyValueAndRule() {
        assertRefused(Map.of(), "neither the key \"gtids\" nor");
        assertRefused(Map.of("file", "binlog.000003"), "only one of the keys \"file\" and \"pos\"");
        assertRefused(
                Map.of("file", "b.1", "pos", 3), "\"3\" for the key \"pos\", which must be a whole number, at least 4");
        assertRefused(Map.of("file", "b.1", "pos", "4"), "\"4\" for the key \"pos\"");
        assertRefused(Map.of("file", 5, "pos", 4), "\"5\" for the key \"file\", which must be a string");
        assertRefused(Map.of("gtids", "nonsense"), "\"nonsense\" for the key \"gtids\", which must be a GTID set");
        assertRefused(Map.of("gtids", GTIDS, "position", 4), "unknown key \"position\"");
    }

    private static void assertRefused(Map<String, Object> offset, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourceOffset.parse(offset))
                .withMessageContaining(message);
    }
}
