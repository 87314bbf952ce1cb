package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.contract.GtidSet;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Whether a recorded join can be gone on with. Ranges that are read later, in snapshots of their own, are as right as
 * those read before, as long as every snapshot sees what lies before L, and the topic has all that does not. Used by one
 * thread.
 */
final class Resumption {

    private final JoinContext context;
    private final SourceServer server;
    private final Connection postgres;
    private final ReplicaPosition current;

    /** @param current where the sink is */
    Resumption(JoinContext context, SourceServer server, Connection postgres, ReplicaPosition current) {
        this.context = context;
        this.server = server;
        this.postgres = postgres;
        this.current = current;
    }

    /**
     * What stands in the way, a clause; empty if nothing does.
     *
     * @param target where PostgreSQL gets the table
     */
    Optional<String> obstacle(JoinRecord join, PostgresName target) throws SQLException {
        TableId id = join.table().definition().id();
        PostgresName loading = context.loadingName(target);
        if (!Statements.exists(postgres, loading)) {
            return Optional.of("its loading table is gone");
        }
        if (current.incarnation() != join.reached().incarnation()) {
            return Optional.of("the source began its stream anew since, perhaps with another filter");
        }
        if (current.nextOffset() < join.reached().nextOffset()) {
            return Optional.of("the sink is behind the place that the copy had reached");
        }
        if (!server.uuid().equals(join.serverUuid())) {
            return Optional.of("it was copied from another MySQL server");
        }
        if (!seesBeginning(join.low())) {
            return Optional.of("MySQL's GTIDs do not contain those with which the copy began");
        }
        if (!server.table(id).equals(Optional.of(join.table()))) {
            return Optional.of("the table was changed, or replaced by another, since");
        }
        if (!context.mappings().of(join.table().definition(), target).mapping().equals(join.mapping())) {
            return Optional.of("the configuration gives the table other types or policies than before");
        }
        if (!topicHas(join.reached())) {
            return Optional.of("the topic lacks records that the copy has not yet read");
        }
        return Optional.empty();
    }

    private boolean seesBeginning(CopyPosition low) throws SQLException {
        boolean byGtids = current.applied().gtids() != null && !server.isMariaDb();
        GtidSet gtids = low.position().gtids();
        if (gtids == null || !byGtids) {
            return gtids == null && !byGtids;
        }
        return server.executedGtids().containsAll(gtids);
    }

    private boolean topicHas(ReplicaPosition reached) {
        try (ChangeTopic topic = new ChangeTopic(
                context.kafkaProperties(), reached, context.limits().topicStall())) {
            return topic.hasStart(reached.nextOffset());
        }
    }
}
