package dev.anole.postgres.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.postgres.ReplicaException;
import org.junit.jupiter.api.Test;

class ApplyExceptionTest {

    private static final RuntimeException CAUSE = new IllegalStateException("cause");

    @Test
    void aNoticeIsAnotherProblemWithTheSameRemedy() {
        ReplicaException exception = new ApplyException(
                "Refused: ALTER ... DEFAULT 'secret'", "Refused: a statement", "mend it", "4", CAUSE);

        assertThat(exception).hasMessage("Refused: ALTER ... DEFAULT 'secret'. What to do: Mend it");
        assertThat(exception.notice()).isEqualTo("Refused: a statement. What to do: Mend it");
    }

    @Test
    void aNoticeIsTheMessageIfNothingIsToBeLeftOut() {
        ReplicaException exception = new ApplyException("Refused", "mend it", null, CAUSE);

        assertThat(exception.notice()).isEqualTo("Refused. What to do: Mend it");
    }
}
