package dev.anole.testbed.replica;

import static org.awaitility.Awaitility.await;

import dev.anole.contract.SourcePosition;
import dev.anole.testbed.KafkaBroker;
import dev.anole.testbed.Server;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Kills servers under load, at random moments, and starts them again. A kill counts if the position applied lay behind
 * MySQL's just then.
 */
final class Kills {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LONGEST_WAIT_MS = 500;

    /** So long the replica may take by itself before Kafka is looked at. */
    private static final Duration OWN_PATIENCE = Duration.ofSeconds(60);

    private final Replica replica;
    private final KafkaBroker kafka;
    private final FaultLoad load;
    private final Random random;

    Kills(Replica replica, KafkaBroker kafka, FaultLoad load, long seed) {
        this.replica = replica;
        this.kafka = kafka;
        this.load = load;
        this.random = new Random(seed);
    }

    /** Each of these servers that often. */
    static List<Server> times(int times, List<? extends Server> servers) {
        List<Server> victims = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            victims.addAll(servers);
        }
        return victims;
    }

    /** Kills each of the victims until it counts. */
    void inRandomOrder(List<Server> victims) throws Exception {
        Collections.shuffle(victims, random);
        for (Server victim : victims) {
            while (!kill(victim)) {
                awaitProgress();
            }
            awaitProgress();
        }
    }

    private boolean kill(Server victim) throws Exception {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WAIT_MS));
        SourcePosition committed = replica.committed();
        boolean counts = !replica.hasApplied(committed);
        victim.kill();
        victim.start();
        return counts;
    }

    /** Waits until the writers have written on, and what they wrote until then is applied. */
    void awaitProgress() throws Exception {
        long before = load.transactions();
        await().atMost(PATIENCE).until(() -> load.transactions() > before + 20);
        SourcePosition committed = committed();
        try {
            awaitApplied(committed, OWN_PATIENCE);
        } catch (ConditionTimeoutException stuck) {
            HangingTransactions.abort(kafka);
            try {
                awaitApplied(committed, PATIENCE);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        "The replica did not go on; "
                                + replica.admin("show-status").all(),
                        e);
            }
        }
    }

    private SourcePosition committed() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(replica::committed, position -> true);
    }

    private void awaitApplied(SourcePosition committed, Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> replica.hasApplied(committed));
    }
}
