package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ConnectWorker;
import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Server;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Every server is killed at random moments under load, workers are frozen until their tasks run elsewhere, and woken
 * again: nothing is lost, nothing comes twice, and no reader ever sees a state that MySQL did not commit. Nobody helps
 * but by starting again what was killed. {@code -Danole.seed=…} repeats the random choices of a run.
 */
class FaultsIT {

    /** Of each server; of two workers, each half as often. */
    private static final int KILLS = Integer.getInteger("anole.kills", Boolean.getBoolean("anole.full") ? 50 : 2);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final long seed =
            Long.getLong("anole.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));

    private interface Faults {
        void happen(Kills kills) throws Exception;
    }

    @Test
    void twoWorkersThatTakeEachOthersTasks() throws Exception {
        ConnectWorkerOptions options = ConnectWorkerOptions.defaults();
        try (Stack stack = Stack.start("FaultsIT-two-workers", mySql(), options)) {
            ConnectWorker second = startSecond(stack, options);
            try (Replica replica = create(stack, "two")) {
                // So that transactions of some thousand rows stream, too.
                new Connectors(stack.worker())
                        .change(replica.name() + "-postgres-sink", Map.of("batch.bytes", "" + (64 << 10)));
                underLoad(stack, replica, kills -> {
                    List<Server> victims = Kills.times(KILLS / 2, List.of(stack.worker(), second));
                    victims.addAll(Kills.times(KILLS, List.of(stack.postgres(), stack.kafka(), stack.mySql())));
                    kills.inRandomOrder(victims);
                    Freezes freezes = new Freezes(replica, List.of(stack.worker(), second), kills);
                    freezes.sinkInsideTransaction();
                    freezes.source();
                });
            }
        }
    }

    @Test
    void exactlyOnceSourceWithoutGtidsAndWithCompression() throws Exception {
        MySqlOptions mySql = mySql().withoutGtids().with("--binlog-transaction-compression=ON");
        // A killed worker's open transaction hides what follows it in Connect's own topics, a minute by default.
        ConnectWorkerOptions options = ConnectWorkerOptions.defaults()
                .with("exactly.once.source.support", "enabled")
                .with("producer.transaction.timeout.ms", "15000");
        try (Stack stack = Stack.start("FaultsIT-exactly-once", mySql, options);
                Replica replica = create(stack, "once")) {
            assertThat(replica.postgresValue("SELECT gtids IS NULL FROM anole.positions"))
                    .isEqualTo("t");
            underLoad(stack, replica, kills -> {
                kills.inRandomOrder(
                        Kills.times(KILLS, List.of(stack.worker(), stack.postgres(), stack.kafka(), stack.mySql())));
                new Freezes(replica, List.of(stack.worker(), startSecond(stack, options)), kills).source();
            });
        }
    }

    /** Binlog files are rotated all the time: they are short. */
    private static MySqlOptions mySql() {
        return MySqlOptions.defaults().with("--max-binlog-size=1M");
    }

    private static ConnectWorker startSecond(Stack stack, ConnectWorkerOptions options) {
        ConnectWorker second = ConnectWorker.create(stack.workspace(), stack.kafka(), options);
        second.start();
        return second;
    }

    private static Replica create(Stack stack, String purpose) throws Exception {
        Replica replica = Replica.create(stack, purpose);
        try (Connection mySql = replica.mySql()) {
            FaultLoad.createTables(mySql);
        }
        return replica.initialise();
    }

    private void underLoad(Stack stack, Replica replica, Faults faults) throws Exception {
        System.out.println("FaultsIT: seed " + seed + " for " + replica.name());
        try (CommittedStates states = new CommittedStates(replica.name(), replica::postgres)) {
            try (FaultLoad load = new FaultLoad(seed, replica::mySql)) {
                Kills kills = new Kills(replica, stack.kafka(), load, seed);
                kills.awaitProgress();
                faults.happen(kills);
                System.out.println("FaultsIT: " + load.transactions() + " transactions written, " + states.states()
                        + " states read");
            }
            replica.awaitCaughtUp(PATIENCE);
            replica.assertEqual(FaultLoad.TABLES);
            states.assertAllWereCommitted();
        }
        assertThat(replica.drifted())
                .as("changes applied twice or left out (seed %s)", seed)
                .isZero();
    }
}
