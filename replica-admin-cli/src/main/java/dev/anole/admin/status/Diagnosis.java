package dev.anole.admin.status;

import dev.anole.admin.AdminException;
import dev.anole.admin.status.ReplicaStatus.Applied;
import dev.anole.admin.status.ReplicaStatus.Connector;
import dev.anole.admin.status.ReplicaStatus.TopicLag;
import dev.anole.postgres.ReplicaLag;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SinkWait;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.TableState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges what was found: the first thing that is wrong, what to do about it, and how late the replica is. */
final class Diagnosis {

    private final ReplicaStatus found;
    private final Clues clues;
    private final Instant now;

    private record Finding(String problem, String remedy) {}

    private Diagnosis(ReplicaStatus found, Clues clues, Instant now) {
        this.found = found;
        this.clues = clues;
        this.now = now;
    }

    static ReplicaStatus of(ReplicaStatus found, Clues clues, Instant now) {
        Diagnosis diagnosis = new Diagnosis(found, clues, now);
        Optional<Finding> finding = diagnosis
                .ofRegistration()
                .or(diagnosis::ofFailedConnectors)
                .or(diagnosis::ofTopic)
                .or(diagnosis::ofWait)
                .or(diagnosis::ofInterruptedSync)
                .or(diagnosis::ofStoppedConnectors)
                .or(diagnosis::ofHeartbeats)
                .or(diagnosis::ofTables);
        return new ReplicaStatus(
                found.source(),
                found.status(),
                finding.map(Finding::problem).orElse(null),
                finding.map(Finding::remedy).orElse(null),
                diagnosis.lagSeconds(),
                found.schemaMappings(),
                found.maintainedAt(),
                found.nextMaintenanceAt(),
                found.applied(),
                found.topic(),
                found.connectors(),
                found.tables(),
                found.unknown());
    }

    private Optional<Finding> ofRegistration() {
        String command = " --source " + found.source();
        if (found.status() == null) {
            return finding("The source is not registered.", "Run add-source" + command + ".");
        }
        if (clues.detaching()) {
            return finding(
                    "detach-replica has begun to make the tables independent, and has not come to its end.",
                    "Run detach-replica" + command + " again, or with --undo to go on as a replica.");
        }
        if (found.is(SourceStatus.READY)) {
            return finding("The source was not initialised yet.", "Run init-replica" + command + ".");
        }
        if (found.is(SourceStatus.INITIALISING)) {
            String working = clues.copying().command();
            return working == null
                    ? finding(
                            "init-replica was interrupted: no command works on the source any more.",
                            "Run init-replica" + command + " again, which goes on with what is left.")
                    : finding("The tables are being copied, by " + working + ".", "Wait for it to end.");
        }
        if (found.is(SourceStatus.ERROR)) {
            ErrorLog.Failure lastError = clues.lastError();
            return lastError == null
                    ? finding("The replica is in error state.", "Run init-replica" + command + ".")
                    : finding(lastError.message(), lastError.remedy());
        }
        return Optional.empty();
    }

    private Optional<Finding> ofFailedConnectors() {
        String command = " --source " + found.source();
        for (Connector connector : found.connectors()) {
            if (connector.state() == null) {
                return finding(
                        "Kafka Connect does not have the connector " + connector.name() + ".",
                        "Check connect.url; if it is right, run init-replica" + command + ".");
            }
            if (connector.failure() != null) {
                return finding(
                        "The connector " + connector.name() + " failed: " + connector.failure() + ".",
                        connector.remedy() == null
                                ? "Mend what it says, then run start-replica" + command + "."
                                : connector.remedy() + ".");
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> ofStoppedConnectors() {
        String command = " --source " + found.source();
        for (Connector connector : found.connectors()) {
            if (found.is(SourceStatus.RUNNING) && !connector.running()) {
                return finding(
                        "The connector " + connector.name() + " is " + connector.state() + ", its tasks "
                                + connector.tasks() + ", though the replica should run.",
                        "Run start-replica" + command + "; right after a worker was lost, Connect does it by itself.");
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> ofTopic() {
        TopicLag topic = found.topic();
        String again = "Run init-replica --source " + found.source() + ".";
        AdminException problem = clues.topicProblem();
        if (problem != null) {
            return finding(problem.sentence(), problem.remedy());
        }
        if (topic == null) {
            return Optional.empty();
        }
        if (topic.beginningOffset() > topic.sinkOffset()) {
            return finding(
                    "The topic " + topic.topic() + " has lost records that are not applied: it begins at offset "
                            + topic.beginningOffset() + ", the replica needs " + topic.sinkOffset() + ".",
                    again);
        }
        if (topic.endOffset() < topic.sinkOffset()) {
            return finding(
                    "The topic " + topic.topic() + " was deleted and made anew: it ends at offset " + topic.endOffset()
                            + ", the replica is at " + topic.sinkOffset() + ".",
                    again);
        }
        return Optional.empty();
    }

    private Optional<Finding> ofWait() {
        SinkWait wait = clues.sinkWait();
        return wait == null || !found.is(SourceStatus.RUNNING)
                ? Optional.empty()
                : finding(
                        wait.problem() + ", since " + wait.since().truncatedTo(ChronoUnit.SECONDS) + ".",
                        wait.remedy() + ".");
    }

    /** The status alone does not tell it: who is killed leaves it as it was. */
    private Optional<Finding> ofInterruptedSync() {
        if (!found.is(SourceStatus.SYNCING) || clues.copying().command() != null) {
            return Optional.empty();
        }
        List<String> tables = clues.copying().tables();
        return finding(
                "sync-tables or refresh-schema was interrupted: no command works on the source any more.",
                "Run the same command again, or sync-tables --source " + found.source() + " --tables "
                        + (tables.isEmpty() ? "disabled" : String.join(",", tables))
                        + ", which goes on with what is left.");
    }

    private Finding silentSource(long seconds) {
        String silence = "The source connector has sent nothing for " + seconds + " s, no heartbeat either";
        return clues.mySql()
                .get()
                .map(problem -> new Finding(
                        silence + "; from here too: " + problem.sentence(),
                        problem.remedy() + " The source then goes on by itself."))
                .orElse(new Finding(
                        silence + ".", "See the log of its Connect worker: it may be reconnecting to MySQL or Kafka."));
    }

    private Optional<Finding> ofHeartbeats() {
        boolean running = found.is(SourceStatus.RUNNING) && found.running();
        TopicLag topic = found.topic();
        Duration silence = silence();
        if (!running || topic == null || silence == null || silence.compareTo(ReplicaLag.HEARTBEATS_MISSED) < 0) {
            return Optional.empty();
        }
        String working = clues.copying().command();
        if (working != null && working.contains("run-maintenance")) {
            return finding("The sink waits for the end of " + working + ".", "Wait for it; the sink then goes on.");
        }
        return topic.oldestWaiting() == null
                ? Optional.of(silentSource(silence.toSeconds()))
                : finding(
                        "The sink connector has applied nothing for " + silence.toSeconds() + " s, though "
                                + StatusPage.records(topic.lagRecords())
                                + (topic.lagRecords() == 1 ? " waits." : " wait."),
                        "See the log of its Connect worker: a large transaction or a lock may hold it.");
    }

    private Optional<Finding> ofTables() {
        List<ReplicaStatus.NotReplicated> tables = found.tables().notReplicated();
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        String count =
                tables.size() + (tables.size() == 1 ? " table is" : " tables are") + " not replicated, see below.";
        List<String> remedies = new ArrayList<>();
        if (tables.stream().anyMatch(table -> table.state().equals(TableState.HELD.toString()))) {
            remedies.add("Run approve-ddl --source " + found.source()
                    + " to apply what is held, for good: a DROP or TRUNCATE deletes the rows.");
        }
        if (tables.stream().anyMatch(table -> !table.state().equals(TableState.HELD.toString()))) {
            remedies.add("Mend the reason, then run sync-tables --source " + found.source()
                    + " --tables disabled to copy them again.");
        }
        return finding(count, String.join(" ", remedies));
    }

    private @Nullable Duration silence() {
        Applied applied = found.applied();
        return applied == null || applied.changedAt() == null ? null : Duration.between(applied.changedAt(), now);
    }

    /** How long the oldest change that waits has been waiting; 0 if none does and the source was heard a moment ago. */
    private @Nullable Double lagSeconds() {
        TopicLag topic = found.topic();
        Duration silence = silence();
        if (topic == null || silence == null) {
            return null;
        }
        return ReplicaLag.of(topic.oldestWaiting(), silence, now)
                .map(lag -> lag.toMillis() / 1000.0)
                .orElse(null);
    }

    private static Optional<Finding> finding(String problem, String remedy) {
        return Optional.of(new Finding(problem, remedy));
    }
}
