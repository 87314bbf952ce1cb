package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.MySqlOptions.Flavour;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class StackIT {
    @Test
    void isStartedOnce() {
        Stack stack = Stack.shared();

        assertThat(Stack.shared()).isSameAs(stack);
        assertThat(List.of(stack.mySql(), stack.postgres(), stack.kafka(), stack.worker()))
                .allMatch(Server::isAlive)
                .extracting(Server::version)
                .doesNotContain("");
    }

    /** Elsewhere the tests may run on whatever server there is; what lands was shown on this one. */
    @Test
    @EnabledIfEnvironmentVariable(named = "CI", matches = ".+")
    void ciRunsOnMySql97() {
        assertThat(Stack.shared().mySql().version()).startsWith("9.7");
    }

    @Test
    void aPairEndsAloneAndLeavesTheBrokerAndTheWorker() {
        Stack pair = Stack.shared().pair("StackIT-pair", MySqlOptions.defaults().withFlavour(Flavour.MARIADB), 15);
        assertThat(pair.mySql().version()).contains("MariaDB");
        assertThat(pair.postgres().version()).startsWith("15.");

        pair.close();

        assertThat(List.of(pair.mySql(), pair.postgres())).noneMatch(Server::isAlive);
        assertThat(List.of(pair.kafka(), pair.worker())).allMatch(Server::isAlive);
    }

    @Test
    void closingEndsEveryServerAndDeletesTheirData() {
        Stack stack = Stack.start("StackIT", MySqlOptions.defaults(), ConnectWorkerOptions.defaults());

        stack.close();

        assertThat(List.of(stack.mySql(), stack.postgres(), stack.kafka(), stack.worker()))
                .noneMatch(Server::isAlive)
                .noneMatch(server -> server.logFile().toFile().exists());
    }
}
