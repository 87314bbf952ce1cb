package dev.anole.mysql.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.mysql.binlog.RotateEvent;
import org.junit.jupiter.api.Test;

class BinlogPlaceTest {

    private final BinlogPlace place = new BinlogPlace();

    @Test
    void countsBeyondFourGibibytesByTheLowest32Bits() {
        place.rotate(new RotateEvent("binlog.000001", 4));

        place.moveTo(0xf000_0000L);
        place.moveTo(0x0000_1000L);

        assertThat(place.next()).isEqualTo(0x1_0000_1000L);
    }

    @Test
    void beginsAnewInTheNextFile() {
        place.rotate(new RotateEvent("binlog.000001", 4));
        place.moveTo(0xf000_0000L);

        place.rotate(new RotateEvent("binlog.000002", 4));

        assertThat(place.file()).isEqualTo("binlog.000002");
        assertThat(place.next()).isEqualTo(4);
    }
}
