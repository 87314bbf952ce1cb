package dev.anole.testbed.replica;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Statements that change tables, with rows before, between and after them: afterwards the replica is what a fresh copy of
 * the same MySQL would be. {@code -Danole.scenario} runs one file alone.
 */
class ScenariosIT {

    private final Stack stack = Stack.shared();

    private static void followScenarios(Stack stack, String folder) throws Exception {
        String only = System.getProperty("anole.scenario", "");
        List<Scenario> scenarios = Scenario.all(folder).stream()
                .filter(scenario -> only.isEmpty() || scenario.file().toString().endsWith(only + ".sql"))
                .toList();
        assumeFalse(scenarios.isEmpty(), "another scenario is wanted");
        String settings = "      <name>_two: <name>_second\n    on_error_replay: continue\n";
        try (Replica live = Replica.create(stack, "ddllive", settings);
                Replica backlog = Replica.again(stack, live)) {
            live.mySql("CREATE DATABASE " + live.name() + "_two");
            for (Scenario scenario : scenarios) {
                scenario.runBefore(live);
            }
            live.initialise();
            backlog.initialise();
            backlog.succeed("stop-replica");
            for (Scenario scenario : scenarios) {
                scenario.runAfter(live);
            }
            live.awaitCaughtUp();
            backlog.succeed("start-replica");
            backlog.awaitCaughtUp();

            FreshCopy.assertEqual(stack, live, backlog);
        }
    }

    @Test
    void theReplicaIsWhatAFreshCopyWouldBe() throws Exception {
        followScenarios(stack, "scenarios");
    }

    @Test
    void theReplicaOfMariaDbIsWhatAFreshCopyWouldBe() throws Exception {
        try (Stack pair = stack.pair(
                "scenarios-mariadb", MySqlOptions.defaults().withFlavour(MySqlOptions.Flavour.MARIADB), 16)) {
            followScenarios(pair, "scenarios-mariadb");
        }
    }
}
