package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The commands of one source, each with {@code --source} where it takes that. They run in this JVM, which spares each two
 * seconds of starting another, where they are not called processes.
 */
record SourceCommands(ReplicaAdmin processes, String source) {

    private static final Set<String> WITHOUT_SOURCE =
            Set.of("create-replica-schema", "upgrade-replica-schema", "drop-replica-schema", "stop-all-replicas");

    ReplicaAdmin.Result run(String command, String... arguments) {
        return InProcessAdmin.run(processes.configuration(), withSource(command, arguments));
    }

    ReplicaAdmin.Result succeed(String command, String... arguments) {
        ReplicaAdmin.Result result = run(command, arguments);
        assertThat(result.exitCode())
                .as("replica-admin %s: %s", command, result.all())
                .isZero();
        return result;
    }

    ReplicaAdmin.Result runProcess(String command, String... arguments) {
        return processes.run(withSource(command, arguments));
    }

    /** A process in the background; to be closed. */
    RunningAdmin startProcess(String command, String... arguments) {
        return processes.startInBackground(withSource(command, arguments));
    }

    private String[] withSource(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        if (!WITHOUT_SOURCE.contains(command.replace('_', '-'))) {
            all.addAll(List.of("--source", source));
        }
        all.addAll(Arrays.asList(arguments));
        return all.toArray(String[]::new);
    }
}
