package dev.anole.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process whose parent has ended. */
final class Orphan {
    private Orphan() {}

    /**
     * Whether it still runs. In a container whose process 1 does not reap orphans, a dead one stays as a zombie, which
     * to Java is alive; Linux shows its state after the name in parentheses (proc_pid_stat(5)).
     */
    static boolean isAtWork(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            // Gone in this moment, or a system without /proc.
            return process.isAlive();
        }
    }
}
