package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The commands of one source, each with {@code --source} where it takes that. */
record SourceCommands(ReplicaAdmin admin, String source) {

    private static final Set<String> WITHOUT_SOURCE =
            Set.of("create-replica-schema", "upgrade-replica-schema", "drop-replica-schema", "stop-all-replicas");

    ReplicaAdmin.Result run(String command, String... arguments) {
        return admin.run(withSource(command, arguments));
    }

    /** In the background; to be closed. */
    RunningAdmin start(String command, String... arguments) {
        return admin.startInBackground(withSource(command, arguments));
    }

    ReplicaAdmin.Result succeed(String command, String... arguments) {
        return requireSuccess(run(command, arguments), command);
    }

    private static ReplicaAdmin.Result requireSuccess(ReplicaAdmin.Result result, String command) {
        assertThat(result.exitCode())
                .as("replica-admin %s: %s", command, result.all())
                .isZero();
        return result;
    }

    /** Does in this JVM what a test needs done before it begins; a process takes a second to start. */
    void prepare(String command, String... arguments) {
        if (admin.hasArchive()) {
            requireSuccess(runHere(command, arguments), command);
        } else {
            succeed(command, arguments);
        }
    }

    /** Runs it in this JVM. */
    ReplicaAdmin.Result runHere(String command, String... arguments) {
        return InProcessAdmin.run(admin.configuration(), withSource(command, arguments));
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
