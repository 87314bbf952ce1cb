package dev.anole.admin.configuration;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.anole.mysql.stream.TableFilter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands under {@code sources: <name>:}.
 *
 * @param schemaMappings MySQL database to PostgreSQL schema, in the file's order
 * @param limitTables {@code schema.table} or a bare {@code schema}; empty for all tables
 * @param skipTables {@code schema.table} to leave out
 * @param grantSelectTo roles of PostgreSQL's that may read the tables
 * @param skipEvents events of the stream that are not applied
 * @param myServerId under which the source connector registers as a replica; 0 for one made from the source's name
 * @param replicaBatchSize bound on the rows events in one transaction of the sink; 0 for the sink's own
 * @param replayMaxRows the same
 * @param lockTimeout how long one attempt to swap a table in waits for its readers, as PostgreSQL understands intervals;
 *     null for the join's own
 * @param copyMaxMemory bytes of rows that all readers of the copy hold at most
 * @param onErrorRead whether the source connector fails when MySQL cannot be reached, or tries again
 * @param netReadTimeout seconds after which MySQL gives up a copy's session that takes no rows, 3600 if missing
 * @param ddlPolicy what becomes of DDL statements
 * @param gtidEnable whether GTIDs are the position where the server has them; true if missing
 * @param maxRecordBytes of the largest record that topic and connectors take
 * @param badValues what becomes of values that PostgreSQL cannot hold
 * @param fulltext PostgreSQL's text search configuration by which FULLTEXT indexes are made; null if they are left out
 * @param keepExistingSchema whether tables that PostgreSQL has keep their definitions
 * @param ghostSchema of PostgreSQL's, for the tables that online schema changes work with; null for the mapped ones
 * @param batchRetention how long the catalogue keeps errors, discarded rows and DDL statements, an interval of PostgreSQL's
 * @param autoMaintenance how often the sink maintains the catalogue by itself, likewise; {@code disabled} for never
 * @param topic null for the name that {@link ReplicaSource} gives it
 */
public record SourceSettings(
        SourceType type,
        MySqlSettings dbConn,
        Map<String, String> schemaMappings,
        List<String> limitTables,
        List<String> skipTables,
        List<String> grantSelectTo,
        SkipEvents skipEvents,
        int myServerId,
        int replicaBatchSize,
        int replayMaxRows,
        @Nullable String lockTimeout,
        String copyMaxMemory,
        int netReadTimeout,
        OnError onErrorReplay,
        OnError onErrorRead,
        OnDrift onDrift,
        DdlPolicySettings ddlPolicy,
        @JsonDeserialize(using = YesOrNo.class) Boolean gtidEnable,
        int maxRecordBytes,
        BadValueSettings badValues,
        @Nullable String fulltext,
        @JsonDeserialize(using = YesOrNo.class) Boolean keepExistingSchema,
        @Nullable String ghostSchema,
        String batchRetention,
        String autoMaintenance,
        @Nullable String topic) {

    private static final String RETENTION = "30 days";
    private static final String DISABLED = "disabled";

    /**
     * A rows event of MySQL holds up to one row more than {@code binlog_row_event_max_size}; a row may be as large as
     * {@code max_allowed_packet}, 64 MiB by default, and of an update there are two images.
     */
    private static final int MAX_RECORD_BYTES = 64 << 20;

    /** Seconds: for as long as PostgreSQL may be busy with something else. */
    private static final int NET_READ_TIMEOUT = 3600;

    private static final int SMALLEST_LIMIT = 1 << 20;

    public SourceSettings(
            @Nullable SourceType type,
            @Nullable MySqlSettings dbConn,
            @Nullable Map<String, String> schemaMappings,
            @Nullable List<String> limitTables,
            @Nullable List<String> skipTables,
            @Nullable List<String> grantSelectTo,
            @Nullable SkipEvents skipEvents,
            int myServerId,
            int replicaBatchSize,
            int replayMaxRows,
            @Nullable String lockTimeout,
            @Nullable String copyMaxMemory,
            int netReadTimeout,
            @Nullable OnError onErrorReplay,
            @Nullable OnError onErrorRead,
            @Nullable OnDrift onDrift,
            @Nullable DdlPolicySettings ddlPolicy,
            @Nullable Boolean gtidEnable,
            int maxRecordBytes,
            @Nullable BadValueSettings badValues,
            @Nullable String fulltext,
            @Nullable Boolean keepExistingSchema,
            @Nullable String ghostSchema,
            @Nullable String batchRetention,
            @Nullable String autoMaintenance,
            @Nullable String topic) {
        if (type == null) {
            throw new IllegalArgumentException("the key type is missing (mysql or pgsql)");
        }
        if (dbConn == null) {
            throw new IllegalArgumentException("the key db_conn is missing");
        }
        if (type == SourceType.PGSQL && dbConn.database() == null) {
            throw new IllegalArgumentException("the key db_conn.database is missing, which type: pgsql needs");
        }
        if (type == SourceType.MYSQL && dbConn.sslmode() != null) {
            throw new IllegalArgumentException("the key db_conn.sslmode is for type: pgsql; MySQL's is ssl_mode");
        }
        this.type = type;
        this.dbConn = dbConn;
        this.schemaMappings =
                schemaMappings == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(schemaMappings));
        this.limitTables = limitTables == null ? List.of() : List.copyOf(limitTables);
        this.skipTables = skipTables == null ? List.of() : List.copyOf(skipTables);
        this.grantSelectTo = grantSelectTo == null
                ? List.of()
                : grantSelectTo.stream().distinct().toList();
        this.skipEvents = skipEvents == null ? new SkipEvents(null, null, null) : skipEvents;
        this.myServerId = Require.positive(myServerId, 0, "my_server_id");
        this.replicaBatchSize = Require.positive(replicaBatchSize, 0, "replica_batch_size");
        this.replayMaxRows = Require.positive(replayMaxRows, 0, "replay_max_rows");
        this.lockTimeout = lockTimeout == null || lockTimeout.isBlank() ? null : lockTimeout;
        this.copyMaxMemory = copyMaxMemory == null || copyMaxMemory.isBlank() ? "300M" : copyMaxMemory;
        Memory.bytes(this.copyMaxMemory, "copy_max_memory");
        this.netReadTimeout = Require.positive(netReadTimeout, NET_READ_TIMEOUT, "net_read_timeout");
        this.onErrorReplay = onErrorReplay == null ? OnError.EXIT : onErrorReplay;
        this.onErrorRead = onErrorRead == null ? OnError.CONTINUE : onErrorRead;
        this.onDrift = onDrift == null ? OnDrift.MEND : onDrift;
        this.ddlPolicy = ddlPolicy == null ? DdlPolicySettings.defaults() : ddlPolicy;
        this.gtidEnable = gtidEnable == null || gtidEnable;
        this.maxRecordBytes = Require.positive(maxRecordBytes, MAX_RECORD_BYTES, "max_record_bytes");
        if (this.maxRecordBytes < SMALLEST_LIMIT) {
            throw new IllegalArgumentException(
                    "max_record_bytes is " + maxRecordBytes + ", it must be at least " + SMALLEST_LIMIT);
        }
        this.badValues = badValues == null ? BadValueSettings.defaults() : badValues;
        this.fulltext = fulltext;
        this.keepExistingSchema = keepExistingSchema != null && keepExistingSchema;
        if (ghostSchema != null && (this.schemaMappings.containsValue(ghostSchema) || ghostSchema.equals("anole"))) {
            throw new IllegalArgumentException("ghost_schema is " + ghostSchema
                    + ", which is in use: name a schema that schema_mappings do not have");
        }
        this.ghostSchema = ghostSchema;
        this.batchRetention = batchRetention == null || batchRetention.isBlank() ? RETENTION : batchRetention.strip();
        this.autoMaintenance =
                autoMaintenance == null || autoMaintenance.isBlank() ? DISABLED : autoMaintenance.strip();
        this.topic = topic;
    }

    /** {@code auto_maintenance}; empty for never. */
    public String maintenanceInterval() {
        return autoMaintenance.equals(DISABLED) ? "" : autoMaintenance;
    }

    /** {@code copy_max_memory} in bytes. */
    public long copyMaxBytes() {
        return Memory.bytes(copyMaxMemory, "copy_max_memory");
    }

    /** Which tables the source publishes. */
    public TableFilter filter() {
        return new TableFilter(schemaMappings.keySet(), limitTables, skipTables);
    }

    /** Bound on the rows events in one transaction of the sink, the smaller of both; 0 if neither is set. */
    public int batchEvents() {
        if (replicaBatchSize == 0 || replayMaxRows == 0) {
            return Math.max(replicaBatchSize, replayMaxRows);
        }
        return Math.min(replicaBatchSize, replayMaxRows);
    }
}
