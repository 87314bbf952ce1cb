package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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

    @Test
    void closingEndsEveryServerAndDeletesTheirData() {
        Stack stack = Stack.start("StackIT", MySqlOptions.defaults(), ConnectWorkerOptions.defaults());

        stack.close();

        assertThat(List.of(stack.mySql(), stack.postgres(), stack.kafka(), stack.worker()))
                .noneMatch(Server::isAlive)
                .noneMatch(server -> server.logFile().toFile().exists());
    }
}
