package dev.anole.testbed.replica;

import static org.awaitility.Awaitility.await;

import dev.anole.contract.SourcePosition;
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

    private final Replica replica;
    private final FaultLoad load;
    private final Random random;

    Kills(Replica replica, FaultLoad load, long seed) {
        this.replica = replica;
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
    void awaitProgress() {
        long before = load.transactions();
        await().atMost(PATIENCE).until(() -> load.transactions() > before + 20);
        SourcePosition[] committed = new SourcePosition[1];
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        if (committed[0] == null) {
                            committed[0] = replica.committed();
                        }
                        return replica.hasApplied(committed[0]);
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "The replica did not go on; " + replica.admin("show-status").all(), e);
        }
    }
}
