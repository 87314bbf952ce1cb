package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ConnectWorker;
import dev.anole.testbed.Stack;
import dev.anole.testbed.shop.ShopDatabase;
import dev.anole.testbed.shop.ShopWorkload;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** A killed worker loses nothing and repeats nothing, and needs no help but its restart. */
class WorkerKillIT {

    private static final int KILLS = Boolean.getBoolean("anole.full") ? 50 : 2;

    @Test
    void bothSidesAreEqualAfterKillsUnderLoad() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed " + seed);
        ConnectWorker worker = Stack.shared().worker();
        try (Replica replica = Replica.create(Stack.shared(), "kill")) {
            try (Connection mySql = replica.mySql()) {
                ShopDatabase.create(mySql);
            }
            replica.initialise();

            try (ShopWorkload workload = new ShopWorkload(3, seed, replica::mySql)) {
                int counted = 0;
                while (counted < KILLS) {
                    long before = workload.transactions();
                    String applied = appliedPosition(replica);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> workload.transactions() > before + 300
                                    && !appliedPosition(replica).equals(applied));
                    String committed = replica.executedGtids();
                    worker.kill();
                    if (!replica.hasApplied(committed)) {
                        counted++;
                    }
                    worker.start();
                }
            }

            replica.assertEqual(ShopDatabase.TABLES.toArray(String[]::new));
            assertThat(replica.drifted())
                    .as("changes applied twice or left out")
                    .isZero();
        }
    }

    private static String appliedPosition(Replica replica) throws Exception {
        return replica.postgresValue("SELECT gtids FROM anole.positions");
    }
}
