package dev.anole.admin;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the commands that copy tables. */
final class CopyOptions {

    private static final int MOST_READERS = 64;

    @Option(
            names = "--readers",
            paramLabel = "<sessions>",
            description = "Sessions that read at once. Default: as many as this machine has processors, 2 to 4.")
    private int readers = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    @Option(names = "--restart", description = "Throw away what an interrupted run has copied, and begin anew.")
    private boolean restart;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** @throws ParameterException if the number makes no sense */
    int readers() {
        if (readers < 1 || readers > MOST_READERS) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(),
                    "--readers is " + readers + ", it must be between 1 and " + MOST_READERS);
        }
        return readers;
    }

    boolean restart() {
        return restart;
    }
}
