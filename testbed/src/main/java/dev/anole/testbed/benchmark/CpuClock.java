package dev.anole.testbed.benchmark;

import dev.anole.testbed.Server;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CPU time since a moment, read from {@code /proc/<pid>/stat} (proc_pid_stat(5)). A server's time is its own, that of
 * its children which have ended (PostgreSQL's backends), and that of those which live. For one thread.
 */
final class CpuClock {

    /** {@code USER_HZ}, in which the kernel counts for everybody outside of it. */
    private static final double TICKS_PER_SECOND = 100;

    /** Index of {@code utime}, counted from the field after the command's name, which may hold spaces. */
    private static final int USER_TIME = 11;

    /** What a process and its ended children have spent. */
    private record Ticks(double own, double endedChildren) {
        double all() {
            return own + endedChildren;
        }
    }

    private final Stack stack;
    private final Map<String, Double> begin;

    private CpuClock(Stack stack) {
        this.stack = stack;
        begin = read();
    }

    /** Begins now. The servers must not be started again until the time is taken. */
    static CpuClock start(Stack stack) {
        return new CpuClock(stack);
    }

    /** What was spent since the start. */
    CpuTimes elapsed() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        read().forEach((process, ticks) ->
                seconds.put(process, (ticks - begin.getOrDefault(process, Double.NaN)) / TICKS_PER_SECOND));
        return new CpuTimes(seconds);
    }

    private Map<String, Double> read() {
        Map<String, Double> ticks = new LinkedHashMap<>();
        ticks.put(CpuTimes.MYSQLD, ticks(stack.mySql()));
        ticks.put(CpuTimes.POSTGRES, ticks(stack.postgres()));
        ticks.put(CpuTimes.BROKER, ticks(stack.kafka()));
        ticks.put(CpuTimes.WORKER, ticks(stack.worker()));
        Ticks self = ticks(ProcessHandle.current());
        ticks.put(CpuTimes.CLIENT, self.endedChildren());
        ticks.put(CpuTimes.BENCHMARK, self.own());
        return ticks;
    }

    private static double ticks(Server server) {
        return ProcessHandle.of(server.pid())
                .map(process -> ticks(process).all()
                        + process.descendants()
                                .mapToDouble(child -> ticks(child).all())
                                .filter(Double::isFinite)
                                .sum())
                .orElse(Double.NaN);
    }

    private static Ticks ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Ticks(
                    Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[USER_TIME + 1]),
                    Double.parseDouble(fields[USER_TIME + 2]) + Double.parseDouble(fields[USER_TIME + 3]));
        } catch (IOException e) {
            // It has ended meanwhile, or this is not Linux, or not a process of this machine.
            return new Ticks(Double.NaN, Double.NaN);
        }
    }
}
