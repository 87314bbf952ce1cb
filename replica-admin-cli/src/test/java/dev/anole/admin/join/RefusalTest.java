package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class RefusalTest {

    @Test
    void namesTheColumnButNotTheValueThatPostgresRefused() {
        PSQLException e = refused(
                "22008",
                "date/time field value out of range: \"838:59:59\"",
                "W" + "COPY orders, line 3, column at: \"838:59:59\"");

        assertThat(Refusal.explained(e).found())
                .isEqualTo("PostgreSQL refused it (SQLSTATE 22008): date/time field value out of range, in column at");
    }

    @Test
    void namesTheObjectsThatHangOnTheOldTable() {
        PSQLException e = refused(
                "2BP01", "cannot drop table orders because other objects depend on it", "Dview sums depends on it");

        assertThat(Refusal.explained(e).found()).contains("view sums depends on it");
    }

    @Test
    void takesLostConnectionsForPassing() {
        assertThat(Refusal.isPassing(new SQLException("Communications link failure", "08S01")))
                .isTrue();
        assertThat(Refusal.isPassing(refused("57P01", "terminating connection", "")))
                .isTrue();
        assertThat(Refusal.isPassing(new SQLException("SELECT command denied", "42000", 1142)))
                .isFalse();
        assertThat(Refusal.isPassing(refused("22008", "out of range", ""))).isFalse();
    }

    private static PSQLException refused(String state, String message, String field) {
        return new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0M" + message + "\0" + field + "\0"));
    }
}
