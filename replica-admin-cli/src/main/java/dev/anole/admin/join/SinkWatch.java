package dev.anole.admin.join;

import dev.anole.contract.SourcePosition;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices that the sink stands still, or has failed. Used by one thread. */
final class SinkWatch {

    private static final int RECENT_ERRORS = 20;

    private final JoinContext context;
    private final Connection connection;
    private final ErrorLog errors;
    private @Nullable ReplicaPosition last;
    private Deadline shortStall;
    private Deadline longStall;

    SinkWatch(JoinContext context, Connection connection) {
        this.context = context;
        this.connection = connection;
        errors = new ErrorLog(connection);
        shortStall = Deadline.in(Duration.ZERO);
        longStall = Deadline.in(Duration.ZERO);
    }

    /** @throws TableFailure if the position has been the same for too long */
    void look(ReplicaPosition position, SourcePosition awaited) throws SQLException, TableFailure {
        if (last == null || !last.applied().equals(position.applied()) || last.nextOffset() != position.nextOffset()) {
            last = position;
            shortStall = Deadline.in(context.limits().sinkFailure());
            longStall = Deadline.in(context.limits().sinkStall());
            return;
        }
        if (shortStall.hasPassed()) {
            Optional<ErrorLog.Failure> failure = newFailure();
            if (failure.isPresent()) {
                throw new TableFailure(
                        "the sink has failed, which the copy waits for: "
                                + failure.get().message(),
                        failure.get().remedy() + ".");
            }
            shortStall = Deadline.in(context.limits().sinkFailure());
        }
        if (longStall.hasPassed() && PositionLock.isHeld(connection, context.source())) {
            // It writes a large transaction. A task that was frozen in one is ended by its successor.
            longStall = Deadline.in(context.limits().sinkStall());
        } else if (longStall.hasPassed()) {
            throw new TableFailure(
                    "the replica has stood still at " + position.applied().file() + ":"
                            + position.applied().position() + " for "
                            + context.limits().sinkStall().toSeconds()
                            + " s, where the copy waits for it to reach " + awaited.file() + ":" + awaited.position(),
                    "Look at both connectors with show-status, start them, and run the command again.");
        }
    }

    /** What the sink recorded since these joins began; it names no table, or a position, as a failed join does not. */
    private Optional<ErrorLog.Failure> newFailure() throws SQLException {
        return errors.of(context.source(), RECENT_ERRORS).stream()
                .filter(entry -> entry.id() > context.lastErrorId())
                .map(ErrorLog.Entry::failure)
                .filter(failure -> failure.table() == null || failure.position() != null)
                .findFirst();
    }
}
