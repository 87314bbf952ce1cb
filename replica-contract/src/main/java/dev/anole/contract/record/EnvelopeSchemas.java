package dev.anole.contract.record;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Field names of the envelope, and the schemas that are the same for every table. */
final class EnvelopeSchemas {

    static final String OP = "op";
    static final String BEFORE = "before";
    static final String AFTER = "after";
    static final String SOURCE = "source";
    static final String TRANSACTION = "transaction";
    static final String DDL = "ddl";
    static final String POSITION = "position";
    static final String XA = "xa";

    static final String OP_SCHEMA_CHANGE = "ddl";
    static final String OP_HEARTBEAT = "hb";
    static final String OP_INCARNATION = "start";
    static final String OP_XA = "xa";

    static final String NAME = "name";
    static final String SERVER_UUID = "server_uuid";
    static final String GTID = "gtid";
    static final String FILE = "file";
    static final String POS = "pos";
    static final String DB = "db";
    static final String TABLE = "table";
    static final String TS_US = "ts_us";
    static final String FOREIGN_KEY_CHECKS = "foreign_key_checks";
    static final String LOGS_CASCADES = "logs_cascades";

    static final String INCARNATION = "incarnation";
    static final String SEQUENCE = "sequence";
    static final String ORDINAL = "ordinal";
    static final String LAST = "last";
    static final String END_POS = "end_pos";

    static final String DATABASE = "database";
    static final String STATEMENT = "statement";
    static final String CHANGE = "change";

    static final String GTIDS = "gtids";
    static final String FILTER_HASH = "filter_hash";

    static final String ACTION = "action";
    static final String XID = "xid";

    static final Schema SOURCE_SCHEMA = SchemaBuilder.struct()
            .name("dev.anole.Source")
            .field(NAME, Schema.STRING_SCHEMA)
            .field(SERVER_UUID, Schema.STRING_SCHEMA)
            .field(GTID, Schema.OPTIONAL_STRING_SCHEMA)
            .field(FILE, Schema.STRING_SCHEMA)
            .field(POS, Schema.INT64_SCHEMA)
            .field(DB, Schema.OPTIONAL_STRING_SCHEMA)
            .field(TABLE, Schema.OPTIONAL_STRING_SCHEMA)
            .field(TS_US, Schema.INT64_SCHEMA)
            .field(FOREIGN_KEY_CHECKS, Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field(LOGS_CASCADES, Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .build();

    static final Schema TRANSACTION_SCHEMA = SchemaBuilder.struct()
            .name("dev.anole.Transaction")
            .field(INCARNATION, Schema.INT64_SCHEMA)
            .field(SEQUENCE, Schema.INT64_SCHEMA)
            .field(ORDINAL, Schema.INT64_SCHEMA)
            .field(LAST, Schema.BOOLEAN_SCHEMA)
            .field(END_POS, Schema.INT64_SCHEMA)
            .build();

    static final Schema DDL_SCHEMA = SchemaBuilder.struct()
            .name("dev.anole.Ddl")
            .field(DATABASE, Schema.STRING_SCHEMA)
            .field(STATEMENT, Schema.STRING_SCHEMA)
            .field(CHANGE, Schema.STRING_SCHEMA)
            .build();

    static final Schema POSITION_SCHEMA = SchemaBuilder.struct()
            .name("dev.anole.Position")
            .field(FILE, Schema.STRING_SCHEMA)
            .field(POS, Schema.INT64_SCHEMA)
            .field(GTIDS, Schema.OPTIONAL_STRING_SCHEMA)
            .field(FILTER_HASH, Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    static final Schema XA_SCHEMA = SchemaBuilder.struct()
            .name("dev.anole.Xa")
            .field(ACTION, Schema.STRING_SCHEMA)
            .field(XID, Schema.STRING_SCHEMA)
            .build();

    static final Schema DDL_ENVELOPE = envelope("dev.anole.DdlEnvelope", DDL, DDL_SCHEMA);
    static final Schema POSITION_ENVELOPE = envelope("dev.anole.PositionEnvelope", POSITION, POSITION_SCHEMA);
    static final Schema XA_ENVELOPE = envelope("dev.anole.XaEnvelope", XA, XA_SCHEMA);

    private EnvelopeSchemas() {}

    /** A schema name that Avro accepts too: letters, digits and underscores, no part beginning with a digit. */
    static String name(String... parts) {
        StringBuilder name = new StringBuilder();
        for (String part : parts) {
            if (name.length() > 0) {
                name.append('.');
            }
            if (part.isEmpty() || (part.charAt(0) >= '0' && part.charAt(0) <= '9')) {
                name.append('_');
            }
            name.append(part.replaceAll("[^A-Za-z0-9_]", "_"));
        }
        return name.toString();
    }

    private static Schema envelope(String name, String field, Schema schema) {
        return SchemaBuilder.struct()
                .name(name)
                .field(OP, Schema.STRING_SCHEMA)
                .field(field, schema)
                .field(SOURCE, SOURCE_SCHEMA)
                .field(TRANSACTION, TRANSACTION_SCHEMA)
                .build();
    }
}
