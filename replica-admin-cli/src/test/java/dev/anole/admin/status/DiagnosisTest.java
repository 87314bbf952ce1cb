package dev.anole.admin.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.connect.ConnectorState;
import dev.anole.admin.status.ReplicaStatus.Applied;
import dev.anole.admin.status.ReplicaStatus.Connector;
import dev.anole.admin.status.ReplicaStatus.NotReplicated;
import dev.anole.admin.status.ReplicaStatus.Tables;
import dev.anole.admin.status.ReplicaStatus.TopicLag;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SinkWait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Connector RUNNING =
            new Connector("shop-mysql-source", ConnectorState.RUNNING, List.of(ConnectorState.RUNNING), null, null);
    private static final Tables ALL_WELL = new Tables(
            Map.of("replicating", 3), ReplicaStatus.Replayed.NONE, Map.of(), List.of(), List.of(), List.of());

    private static ReplicaStatus found(
            String status, Applied applied, TopicLag topic, Connector connector, Tables tables) {
        return new ReplicaStatus(
                "shop",
                status,
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                applied,
                topic,
                List.of(connector, RUNNING),
                tables,
                List.of());
    }

    private static Applied appliedSecondsAgo(long seconds) {
        return new Applied("binlog.000001:4", NOW.minusSeconds(3600), NOW.minusSeconds(seconds), 0, null);
    }

    private static TopicLag topic(long end, Instant oldestWaiting) {
        return new TopicLag("shop.changes", 0, end, 100, end - 100, oldestWaiting);
    }

    private static ReplicaStatus diagnosed(ReplicaStatus found) {
        return Diagnosis.of(found, Clues.none(), NOW);
    }

    @Test
    void anIdleReplicaHasNoLag() {
        ReplicaStatus status = diagnosed(found("running", appliedSecondsAgo(1), topic(100, null), RUNNING, ALL_WELL));
        assertThat(status.problem()).isNull();
        assertThat(status.lagSeconds()).isZero();
    }

    @Test
    void theLagIsTheAgeOfTheOldestChangeThatWaits() {
        ReplicaStatus status =
                diagnosed(found("running", appliedSecondsAgo(1), topic(500, NOW.minusMillis(2500)), RUNNING, ALL_WELL));
        assertThat(status.problem()).isNull();
        assertThat(status.lagSeconds()).isEqualTo(2.5);
    }

    @Test
    void theLagIsUnknownWhileTheSourceIsSilent() {
        ReplicaStatus status = diagnosed(found("running", appliedSecondsAgo(60), topic(100, null), RUNNING, ALL_WELL));
        assertThat(status.lagSeconds()).isNull();
        assertThat(status.problem()).contains("source connector has sent nothing for 60 s");
    }

    @Test
    void aFailedConnectorIsNamedWithItsMessage() {
        Connector failed = new Connector(
                "shop-postgres-sink",
                ConnectorState.RUNNING,
                List.of(ConnectorState.FAILED),
                "relation does not exist",
                "Create it, then run start-replica --source shop");
        ReplicaStatus status = diagnosed(found("running", appliedSecondsAgo(1), topic(100, null), failed, ALL_WELL));
        assertThat(status.problem()).isEqualTo("The connector shop-postgres-sink failed: relation does not exist.");
        assertThat(status.remedy()).isEqualTo("Create it, then run start-replica --source shop.");
    }

    @Test
    void aStoppedReplicaIsWell() {
        Connector stopped = new Connector("shop-postgres-sink", ConnectorState.STOPPED, List.of(), null, null);
        assertThat(diagnosed(found("stopped", appliedSecondsAgo(900), topic(100, null), stopped, ALL_WELL))
                        .problem())
                .isNull();
        assertThat(diagnosed(found("running", appliedSecondsAgo(900), topic(100, null), stopped, ALL_WELL))
                        .problem())
                .contains("is stopped", "though the replica should run");
    }

    @Test
    void aTruncatedTopicIsNoticed() {
        TopicLag truncated = new TopicLag("shop.changes", 200, 300, 100, 200, null);
        assertThat(diagnosed(found("running", appliedSecondsAgo(1), truncated, RUNNING, ALL_WELL))
                        .problem())
                .contains("has lost records that are not applied", "begins at offset 200", "needs 100");
    }

    @Test
    void aMissingTopicIsNoticed() {
        AdminException missing = new AdminException(
                ExitCode.PRECONDITION, "The topic shop.changes does not exist.", "Run init-replica.");
        ReplicaStatus status = Diagnosis.of(
                found("running", appliedSecondsAgo(1), null, RUNNING, ALL_WELL),
                new Clues(null, null, missing, false, Clues.Copying.NONE, Optional::empty),
                NOW);
        assertThat(status.problem()).isEqualTo("The topic shop.changes does not exist.");
        assertThat(status.remedy()).isEqualTo("Run init-replica.");
    }

    @Test
    void whatTheSinkWaitsForIsTold() {
        SinkWait wait = new SinkWait("The sink waits: no space left", "Free some", NOW.minusSeconds(9));
        ReplicaStatus status = Diagnosis.of(
                found("running", appliedSecondsAgo(60), topic(101, NOW), RUNNING, ALL_WELL),
                new Clues(null, wait, null, false, Clues.Copying.NONE, Optional::empty),
                NOW);
        assertThat(status.problem()).isEqualTo("The sink waits: no space left, since 2026-11-22T11:59:51Z.");
        assertThat(status.remedy()).isEqualTo("Free some.");
    }

    @Test
    void aSilentSourceIsBlamedOnMySqlWhereThatDoesNotAnswer() {
        AdminException refused = new AdminException(ExitCode.CONNECTION, "Could not connect.", "Start it.");
        ReplicaStatus status = Diagnosis.of(
                found("running", appliedSecondsAgo(60), topic(100, null), RUNNING, ALL_WELL),
                new Clues(null, null, null, false, Clues.Copying.NONE, () -> Optional.of(refused)),
                NOW);
        assertThat(status.problem()).contains("nothing for 60 s").endsWith("Could not connect.");
        assertThat(status.remedy()).startsWith("Start it.");
    }

    @Test
    void aDetachmentComesBeforeWhatItHasTakenAway() {
        ReplicaStatus status = Diagnosis.of(
                found(
                        "stopped",
                        appliedSecondsAgo(60),
                        null,
                        new Connector("shop-postgres-sink", null, List.of(), null, null),
                        ALL_WELL),
                new Clues(null, null, null, true, Clues.Copying.NONE, Optional::empty),
                NOW);
        assertThat(status.problem()).contains("detach-replica has begun");
        assertThat(status.remedy()).contains("detach-replica --source shop again", "--undo");
    }

    @Test
    void aDisabledTableIsCounted() {
        Tables tables = new Tables(
                Map.of("disabled", 1),
                ReplicaStatus.Replayed.NONE,
                Map.of(),
                List.of(),
                List.of(new NotReplicated(new TableId("shop", "log"), "disabled", "no key")),
                List.of());
        assertThat(diagnosed(found("running", appliedSecondsAgo(1), topic(100, null), RUNNING, tables))
                        .problem())
                .startsWith("1 table is not replicated");
    }

    @Test
    void anErrorIsToldWithItsOwnRemedy() {
        ErrorLog.Failure failure = new ErrorLog.Failure("shop", null, "It broke.", "Mend it.", null, null, null);
        ReplicaStatus status = Diagnosis.of(
                found("error", appliedSecondsAgo(1), topic(100, null), RUNNING, ALL_WELL),
                new Clues(failure, null, null, false, Clues.Copying.NONE, Optional::empty),
                NOW);
        assertThat(status.problem()).isEqualTo("It broke.");
        assertThat(status.remedy()).isEqualTo("Mend it.");
    }

    @Test
    void aCopyIsInterruptedIfNoCommandIsAtWork() {
        Clues.Copying interrupted = new Clues.Copying(null, List.of("shop.log", "shop.orders"));
        assertThat(copying("syncing", interrupted).problem()).contains("interrupted: no command works");
        assertThat(copying("syncing", interrupted).remedy())
                .contains("sync-tables --source shop --tables shop.log,shop.orders");
        assertThat(copying("syncing", Clues.Copying.NONE).remedy()).contains("--tables disabled");
        assertThat(copying("initialising", interrupted).remedy()).contains("Run init-replica --source shop again");

        Clues.Copying going = new Clues.Copying("replica-admin init-replica, process 7", List.of("shop.log"));
        assertThat(copying("syncing", going).problem()).isNull();
        assertThat(copying("initialising", going).problem()).endsWith("by replica-admin init-replica, process 7.");
    }

    private static ReplicaStatus copying(String status, Clues.Copying copying) {
        return Diagnosis.of(
                found(status, appliedSecondsAgo(1), topic(100, null), RUNNING, ALL_WELL),
                new Clues(null, null, null, false, copying, Optional::empty),
                NOW);
    }
}
