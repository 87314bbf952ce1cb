package dev.anole.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperatorMessageTest {

    @Test
    void comesBackFromItsText() {
        OperatorMessage message = new OperatorMessage("It broke. Badly: at binlog.000001:4", "Mend it; then go on");

        assertThat(OperatorMessage.parse(message.text())).contains(message);
    }

    @Test
    void beginsTheRemedyWithACapitalLetter() {
        assertThat(new OperatorMessage("It broke", "mend it").text()).isEqualTo("It broke. What to do: Mend it");
    }

    @Test
    void knowsOtherTextsApart() {
        assertThat(OperatorMessage.parse("Mend what it says")).isEmpty();
    }
}
