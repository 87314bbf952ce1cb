package dev.anole.testbed.replica;

import dev.anole.testbed.ReplicaAdmin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code replica-admin} in this JVM, for one command at a time. */
final class InProcessAdmin {

    private InProcessAdmin() {}

    static ReplicaAdmin.Result run(Path configuration, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--config", configuration.toString()));
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int exitCode = dev.anole.admin.ReplicaAdmin.commandLine()
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(all.toArray(String[]::new));
        return new ReplicaAdmin.Result(exitCode, output.toString(), errors.toString());
    }
}
