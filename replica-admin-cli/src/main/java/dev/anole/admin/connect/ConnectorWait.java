package dev.anole.admin.connect;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.OperatorMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits until a connector and its tasks are in a state. For one thread. */
public final class ConnectorWait {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ConnectRest connect;
    private final Duration timeout;

    public ConnectorWait(ConnectRest connect, Duration timeout) {
        this.connect = connect;
        this.timeout = timeout;
    }

    /** @throws AdminException if the connector or a task fails meanwhile, or the time is over */
    public void untilRunning(String name) throws InterruptedException {
        await(name, ConnectorState.RUNNING);
    }

    /** @throws AdminException if the time is over; a failed connector can be stopped too */
    public void untilStopped(String name) throws InterruptedException {
        await(name, ConnectorState.STOPPED);
    }

    private void await(String name, ConnectorState state) throws InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        while (true) {
            Optional<ConnectorStatus> status = connect.status(name);
            if (status.isPresent() && status.get().isWholly(state)) {
                return;
            }
            if (state == ConnectorState.RUNNING) {
                status.flatMap(ConnectorStatus::failure).ifPresent(failure -> {
                    throw failed(name, failure);
                });
            }
            if (Instant.now().isAfter(deadline)) {
                throw late(name, state, status);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** For a connector whose failure was seen. */
    public static AdminException failed(String name, OperatorMessage failure) {
        return new AdminException(
                ExitCode.FAILURE,
                "The connector " + name + " failed: " + failure.problem() + ".",
                failure.remedy() + ".");
    }

    private AdminException late(String name, ConnectorState state, Optional<ConnectorStatus> status) {
        String found = status.map(s -> s.connector().state().toString()).orElse("not known to any worker");
        return new AdminException(
                ExitCode.FAILURE,
                "The connector " + name + " is not " + state + " after " + timeout.toSeconds() + " s, it is " + found
                        + ".",
                "See the log of the Connect worker, and run the command again.");
    }
}
