package dev.anole.admin.join;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.postgres.apply.DdlPolicy;
import dev.anole.postgres.apply.HeldReplay;
import dev.anole.postgres.apply.SkippedEvents;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.transaction.TableMaps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Applies a statement that was held, and brings its tables up from where they stand to where the replica is. If it is
 * interrupted, the next call goes on where it was. Used by one thread.
 */
public final class Approval {

    private static final long BATCH_BYTES = 4L << 20;
    private static final int BATCH_EVENTS = 20_000;

    private final Connection connection;
    private final Map<String, Object> kafkaProperties;
    private final String source;
    private final boolean refuseDrift;
    private final SkippedEvents skipped;
    private final DdlPolicy policy;
    private final LongConsumer reached;

    /**
     * @param connection in manual commit mode
     * @param kafkaProperties of a Kafka client
     * @param refuseDrift whether a row that is not as MySQL had it makes a change one that cannot be applied
     * @param policy for the statements behind the approved one
     * @param reached is told the offset of the first record that the tables lack, now and then
     */
    public Approval(
            Connection connection,
            Map<String, Object> kafkaProperties,
            String source,
            boolean refuseDrift,
            SkippedEvents skipped,
            DdlPolicy policy,
            LongConsumer reached) {
        this.connection = connection;
        this.kafkaProperties = Map.copyOf(kafkaProperties);
        this.source = source;
        this.refuseDrift = refuseDrift;
        this.skipped = skipped;
        this.policy = policy;
        this.reached = reached;
    }

    /**
     * How it ended.
     *
     * @param tables that replicate now, by name
     * @param heldAgain whether a later statement on them awaits approval instead
     */
    public record Outcome(Set<TableId> tables, boolean heldAgain) {}

    /**
     * Approves.
     *
     * @param held where the statement's tables stand
     * @throws AdminException if they cannot be brought up; they are held still
     */
    public Outcome approve(HeldTables.Held held) throws SQLException, InterruptedException {
        ReplicaPosition from = held.position();
        TableMaps maps = new TableMaps(connection, source);
        HeldReplay replay = new HeldReplay(connection, source, held.statement(), refuseDrift, skipped, maps);
        connection.commit();
        Gathered gathered = new Gathered(replay, held.approved());
        try (ChangeTopic topic = new ChangeTopic(
                        kafkaProperties, from, JoinLimits.defaults().topicStall());
                JoinStream stream = new JoinStream(
                        topic,
                        new PreparedTransactions(connection, source),
                        replay.followed(),
                        from,
                        new CopyPosition(from.applied()),
                        Set.of(),
                        maps,
                        gathered)) {
            requireStart(topic, from, replay.tables());
            return follow(stream, gathered, replay);
        } catch (StaleCopyException e) {
            throw failure(replay.tables(), String.valueOf(e.getMessage()), copyInstead(replay.tables()), e);
        } catch (HeldReplay.HeldElsewhereException e) {
            throw failure(
                    replay.tables(), String.valueOf(e.getMessage()), "See show-status, and run the command again.", e);
        } catch (TableFailure e) {
            throw failure(replay.tables(), e);
        } catch (KafkaException e) {
            throw failure(replay.tables(), TableFailure.of(e));
        } catch (SQLException e) {
            if (!Refusal.isOfLocks(e)) {
                throw e;
            }
            throw failure(
                    replay.tables(),
                    "somebody reads them in PostgreSQL, or the sink is at work on them",
                    "Run the command again.",
                    e);
        } finally {
            connection.rollback();
        }
    }

    private void requireStart(ChangeTopic topic, ReplicaPosition from, Set<TableId> tables) {
        if (!topic.hasStart(from.nextOffset())) {
            throw failure(
                    tables,
                    "the topic " + from.topic() + " has lost the changes from offset " + from.nextOffset()
                            + " on, where they stand",
                    copyInstead(tables),
                    null);
        }
    }

    private static AdminException failure(Set<TableId> tables, TableFailure e) {
        return failure(tables, e.found(), e.remedy(), e);
    }

    private static AdminException failure(Set<TableId> tables, String found, String remedy, @Nullable Exception cause) {
        String message = "The held tables " + new TreeSet<>(tables) + " could not be brought up: " + found + ".";
        return cause == null
                ? new AdminException(ExitCode.FAILURE, message, remedy)
                : new AdminException(ExitCode.FAILURE, message, remedy, cause);
    }

    private String copyInstead(Set<TableId> tables) {
        List<String> names = tables.stream().map(TableId::toString).sorted().toList();
        return "Copy them anew: replica-admin sync-tables --source " + source + " --tables " + String.join(",", names)
                + ".";
    }

    private Outcome follow(JoinStream stream, Gathered gathered, HeldReplay replay)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        Positions positions = new Positions(connection);
        while (true) {
            ReplicaPosition position = Swap.position(positions.find(source));
            connection.commit();
            applyTo(position.nextOffset(), stream, gathered);
            if (gathered.heldAgain) {
                return new Outcome(Set.of(), true);
            }
            ReplicaPosition locked = Swap.position(positions.lock(source));
            if (stream.distanceTo(locked.nextOffset()) <= SwapTries.FEW_RECORDS) {
                applyTo(locked.nextOffset(), stream, gathered, false);
                if (!gathered.heldAgain) {
                    replay.release();
                }
                connection.commit();
                return new Outcome(gathered.heldAgain ? Set.of() : new TreeSet<>(replay.tables()), gathered.heldAgain);
            }
            connection.rollback();
        }
    }

    private void applyTo(long offset, JoinStream stream, Gathered gathered)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        applyTo(offset, stream, gathered, true);
        connection.commit();
    }

    /** @param inParts whether what is much may be committed on the way */
    private void applyTo(long offset, JoinStream stream, Gathered gathered, boolean inParts)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        boolean more = true;
        while (more && !gathered.heldAgain) {
            more = stream.next(offset);
            if (gathered.isFull()) {
                gathered.write();
                reached.accept(stream.position().nextOffset());
                if (inParts && !stream.isWithinTransaction()) {
                    gathered.replay.reached(stream.position());
                    connection.commit();
                }
            }
        }
        gathered.write();
        if (!gathered.heldAgain) {
            gathered.replay.reached(stream.position());
        }
    }

    /** Rows on their way to PostgreSQL. */
    private final class Gathered implements JoinStream.Target {

        private final HeldReplay replay;
        private List<ChangeEvent.Rows> rows = new ArrayList<>();
        private long bytes;
        private boolean approved;
        private boolean heldAgain;

        Gathered(HeldReplay replay, boolean approved) {
            this.replay = replay;
            this.approved = approved;
        }

        boolean isFull() {
            return bytes >= BATCH_BYTES || rows.size() >= BATCH_EVENTS;
        }

        @Override
        public void take(List<ChangeEvent.Rows> more) {
            rows.addAll(more);
            more.forEach(event -> bytes += event.images().bytes());
        }

        @Override
        public void take(ChangeEvent.Schema change, ReplicaPosition before) throws SQLException, TableFailure {
            if (approved && !JoinStream.concerns(change.change(), replay.tables())) {
                return;
            }
            write();
            try {
                heldAgain = replay.apply(change, before, approved ? policy : DdlPolicy.APPLY);
            } catch (dev.anole.postgres.apply.TableFailure e) {
                throw explained(e);
            }
            approved = true;
        }

        void write() throws SQLException, TableFailure {
            if (rows.isEmpty()) {
                return;
            }
            try {
                replay.write(rows);
            } catch (dev.anole.postgres.apply.TableFailure e) {
                throw explained(e);
            }
            rows = new ArrayList<>();
            bytes = 0;
        }

        private TableFailure explained(dev.anole.postgres.apply.TableFailure e) {
            return new TableFailure(
                    "the change of " + e.table() + " at " + e.place() + " could not be applied: " + e.found(),
                    (e.remedy() == null ? "Mend the cause in PostgreSQL" : e.remedy())
                            + ", and run the command again; or copy the table anew by sync-tables.",
                    e);
        }
    }
}
