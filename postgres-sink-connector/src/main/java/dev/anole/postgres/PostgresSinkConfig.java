package dev.anole.postgres;

import dev.anole.contract.notice.Notices;
import dev.anole.contract.notice.RollbarConfig;
import dev.anole.postgres.apply.DdlPolicy;
import dev.anole.postgres.apply.MaintenancePlan;
import dev.anole.postgres.apply.ReplicaSettings;
import dev.anole.postgres.apply.SkippedEvents;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.types.Password;

/** The sink connector's settings. */
final class PostgresSinkConfig extends AbstractConfig {

    static final String SOURCE_NAME = "source.name";
    static final String HOST = "postgres.host";
    static final String PORT = "postgres.port";
    static final String DATABASE = "postgres.database";
    static final String USER = "postgres.user";
    static final String PASSWORD = "postgres.password";
    static final String SSLMODE = "postgres.sslmode";
    static final String SSLROOTCERT = "postgres.sslrootcert";
    static final String SSLCERT = "postgres.sslcert";
    static final String SSLKEY = "postgres.sslkey";
    static final String SSLPASSWORD = "postgres.sslpassword";
    static final String BATCH_EVENTS = "batch.events";
    static final String BATCH_BYTES = "batch.bytes";
    static final String QUEUE_BYTES = "queue.bytes";
    static final String ON_ERROR_REPLAY = "on.error.replay";
    static final String ON_DRIFT = "on.drift";
    static final String SKIP_INSERT = "skip.insert";
    static final String SKIP_UPDATE = "skip.update";
    static final String SKIP_DELETE = "skip.delete";
    static final String MAINTENANCE_INTERVAL = "maintenance.interval";
    static final String RETENTION = "catalogue.retention";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    SOURCE_NAME,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "The source's name, as the catalogue has it.")
            .define(HOST, Type.STRING, "localhost", Importance.HIGH, "Host of the target PostgreSQL server.")
            .define(PORT, Type.INT, 5432, Range.between(1, 65535), Importance.HIGH, "Port of the target server.")
            .define(
                    DATABASE,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Target database, which holds the catalogue (schema anole) and the replicated schemas.")
            .define(
                    USER,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Role to connect as: the owner of the catalogue and of the replicated tables.")
            .define(PASSWORD, Type.PASSWORD, "", Importance.HIGH, "The role's password.")
            .define(
                    SSLMODE,
                    Type.STRING,
                    "prefer",
                    ValidString.in("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
                    Importance.MEDIUM,
                    "Whether to use TLS, as libpq's sslmode.")
            .define(
                    SSLROOTCERT,
                    Type.STRING,
                    null,
                    Importance.LOW,
                    "File, in PEM, of the authority that signed the server's certificate, for verify-ca and verify-full."
                            + " By default ~/.postgresql/root.crt of the worker's user.")
            .define(
                    SSLCERT,
                    Type.STRING,
                    null,
                    Importance.LOW,
                    "File, in PEM, of the certificate by which the server knows the connector. By default none.")
            .define(
                    SSLKEY,
                    Type.STRING,
                    null,
                    Importance.LOW,
                    "File of that certificate's key, as PKCS-8 in DER (.pk8) or PKCS-12 (.p12, with the certificate).")
            .define(SSLPASSWORD, Type.PASSWORD, null, Importance.LOW, "Password of that key.")
            .define(
                    BATCH_EVENTS,
                    Type.INT,
                    20_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Rows events, of one or more rows each, applied in one PostgreSQL transaction at most. A larger MySQL transaction stays whole.")
            .define(
                    BATCH_BYTES,
                    Type.LONG,
                    16L << 20,
                    Range.atLeast(1 << 10),
                    Importance.LOW,
                    "Bytes of row images applied in one PostgreSQL transaction at most. A larger MySQL transaction"
                            + " streams through one open PostgreSQL transaction.")
            .define(
                    QUEUE_BYTES,
                    Type.LONG,
                    48L << 20,
                    Range.atLeast(1 << 10),
                    Importance.LOW,
                    "Bytes of records that may wait to be applied before the consumer is paused.")
            .define(
                    ON_ERROR_REPLAY,
                    Type.STRING,
                    "exit",
                    ValidString.in("exit", "continue"),
                    Importance.MEDIUM,
                    "What happens when a table's changes cannot be applied: exit fails the task, continue disables that"
                            + " table with its error and goes on with the others.")
            .define(
                    ON_DRIFT,
                    Type.STRING,
                    "mend",
                    ValidString.in("mend", "error"),
                    Importance.MEDIUM,
                    "What happens when a change meets a row that is not as MySQL had it before, since somebody else wrote"
                            + " to PostgreSQL: mend writes MySQL's row and counts, error treats it as a change that"
                            + " cannot be applied (see on.error.replay).")
            .define(SKIP_INSERT, Type.LIST, List.of(), Importance.LOW, skipped("inserts"))
            .define(SKIP_UPDATE, Type.LIST, List.of(), Importance.LOW, skipped("updates"))
            .define(SKIP_DELETE, Type.LIST, List.of(), Importance.LOW, skipped("deletes"))
            .define(
                    MAINTENANCE_INTERVAL,
                    Type.STRING,
                    "",
                    Importance.LOW,
                    "How often the sink vacuums the catalogue by itself and deletes what is older than " + RETENTION
                            + ", as an interval of PostgreSQL's (1 day); never if empty.")
            .define(
                    RETENTION,
                    Type.STRING,
                    "30 days",
                    new ConfigDef.NonEmptyString(),
                    Importance.LOW,
                    "How long the catalogue keeps errors, discarded rows and DDL statements where "
                            + MAINTENANCE_INTERVAL + " is set.");

    static {
        RollbarConfig.addTo(DEFINITION);
        for (DdlPolicy.Kind kind : DdlPolicy.Kind.values()) {
            DEFINITION.define(
                    kind.setting(),
                    Type.STRING,
                    DdlPolicy.Action.APPLY.toString(),
                    ValidString.in("apply", "ignore", "hold"),
                    Importance.MEDIUM,
                    policy(kind));
        }
    }

    private static String policy(DdlPolicy.Kind kind) {
        String statements =
                switch (kind) {
                    case CREATE -> "CREATE TABLE";
                    case DROP -> "DROP TABLE and DROP DATABASE";
                    case RENAME -> "RENAME TABLE and ALTER TABLE … RENAME";
                    case TRUNCATE -> "TRUNCATE TABLE";
                    case ALTER_DESTRUCTIVE ->
                        "ALTER TABLE that drops a column or gives it a type that may not hold what it has";
                    case ALTER_OTHER -> "any other ALTER TABLE, CREATE INDEX and DROP INDEX";
                };
        return "What becomes of " + statements
                + ": apply; ignore leaves PostgreSQL's table as it is; hold lets the table"
                + " stand still until replica-admin approve-ddl.";
    }

    private static String skipped(String rows) {
        return "Tables of MySQL's whose " + rows + " are not applied, each as schema.table; a bare schema means all its"
                + " tables. Drift of these tables is not counted.";
    }

    PostgresSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    PostgresAddress address() {
        return new PostgresAddress(
                getString(HOST), getInt(PORT), getString(DATABASE), getString(USER), password(), tls());
    }

    private PostgresTls tls() {
        Password keyPassword = getPassword(SSLPASSWORD);
        return new PostgresTls(
                getString(SSLMODE),
                getString(SSLROOTCERT),
                getString(SSLCERT),
                getString(SSLKEY),
                keyPassword == null ? null : keyPassword.value());
    }

    private String password() {
        Password password = getPassword(PASSWORD);
        return password.value();
    }

    /** @param notices to tell of tables that leave the replica */
    ReplicaSettings replica(Notices notices) {
        return new ReplicaSettings(
                address(),
                getString(SOURCE_NAME),
                getInt(BATCH_EVENTS),
                getLong(BATCH_BYTES),
                getLong(QUEUE_BYTES),
                getString(ON_ERROR_REPLAY).equals("continue"),
                getString(ON_DRIFT).equals("error"),
                SkippedEvents.of(getList(SKIP_INSERT), getList(SKIP_UPDATE), getList(SKIP_DELETE)),
                ddlPolicy(),
                maintenance(),
                notices);
    }

    MaintenancePlan maintenance() {
        return new MaintenancePlan(getString(MAINTENANCE_INTERVAL), getString(RETENTION));
    }

    private DdlPolicy ddlPolicy() {
        Map<DdlPolicy.Kind, DdlPolicy.Action> actions = new EnumMap<>(DdlPolicy.Kind.class);
        for (DdlPolicy.Kind kind : DdlPolicy.Kind.values()) {
            actions.put(kind, DdlPolicy.Action.of(getString(kind.setting())));
        }
        return new DdlPolicy(actions);
    }
}
