-- A catalogue of version 4 with all kinds of rows, as pg_dump --column-inserts wrote it, without its psql commands.

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA anole;

CREATE SCHEMA v1;

CREATE TYPE v1.customers_state_enum AS ENUM (
    'a',
    'b'
);

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE anole.bad_values (
    source text NOT NULL,
    mysql_database text NOT NULL,
    mysql_table text NOT NULL,
    joining boolean NOT NULL,
    mysql_column text NOT NULL,
    kind text NOT NULL,
    action text NOT NULL,
    occurrences bigint NOT NULL,
    last_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE anole.bad_values IS 'How many values PostgreSQL could not hold, and what the policy made of them';

COMMENT ON COLUMN anole.bad_values.joining IS 'Whether they are of a copy that is not part of the replica yet';

CREATE TABLE anole.discarded_rows (
    id bigint NOT NULL,
    source text NOT NULL,
    mysql_database text NOT NULL,
    mysql_table text NOT NULL,
    joining boolean NOT NULL,
    mysql_column text NOT NULL,
    kind text NOT NULL,
    "position" text,
    "row" jsonb NOT NULL,
    discarded_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE anole.discarded_rows IS 'Rows that the replica is without, since PostgreSQL could not hold one of their values';

COMMENT ON COLUMN anole.discarded_rows."position" IS 'MySQL''s binlog position; null for rows that were copied';

COMMENT ON COLUMN anole.discarded_rows."row" IS 'By column, as text; what PostgreSQL cannot hold as text as 0x and hexadecimal digits';

ALTER TABLE anole.discarded_rows ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME anole.discarded_rows_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE anole.errors (
    id bigint NOT NULL,
    source text NOT NULL,
    mysql_database text,
    mysql_table text,
    message text NOT NULL,
    remedy text NOT NULL,
    sqlstate text,
    "position" text,
    detail text,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE anole.errors ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME anole.errors_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE anole.foreign_keys (
    source text NOT NULL,
    mysql_database text NOT NULL,
    mysql_table text NOT NULL,
    name text NOT NULL,
    definition jsonb NOT NULL
);

COMMENT ON TABLE anole.foreign_keys IS 'Foreign keys of MySQL, created in PostgreSQL when the source is detached';

CREATE TABLE anole.joins (
    source text NOT NULL,
    mysql_database text NOT NULL,
    mysql_table text NOT NULL,
    start_offset bigint NOT NULL,
    low_file text,
    low_position bigint,
    low_gtids text,
    end_file text,
    end_position bigint,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    phase text NOT NULL,
    next_offset bigint NOT NULL,
    file text NOT NULL,
    "position" bigint NOT NULL,
    gtids text,
    incarnation bigint NOT NULL,
    sequence bigint NOT NULL,
    server_uuid text,
    definition jsonb,
    created text,
    ranges_left jsonb DEFAULT '[[null, null]]'::jsonb NOT NULL,
    indexes integer DEFAULT 0 NOT NULL,
    mapping jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT joins_phase_check CHECK ((phase = ANY (ARRAY['preparing'::text, 'copying'::text, 'building_key'::text, 'catching_up'::text, 'building_indexes'::text, 'swapping'::text])))
);

COMMENT ON TABLE anole.joins IS 'Tables that are being copied and brought up to the stream';

COMMENT ON COLUMN anole.joins.start_offset IS 'Kafka offset of the first record that may concern the copy';

COMMENT ON COLUMN anole.joins.low_file IS 'Where the copy begins: every snapshot sees what lies before; null while it is not known';

COMMENT ON COLUMN anole.joins.end_file IS 'Where the copy ends: no snapshot saw anything behind; null until all is copied';

COMMENT ON COLUMN anole.joins.next_offset IS 'Kafka offset of the first record that is not in the loading table, with file, position, gtids, incarnation and sequence as in anole.positions';

COMMENT ON COLUMN anole.joins.server_uuid IS 'Of the MySQL server that is copied from';

COMMENT ON COLUMN anole.joins.created IS 'MySQL''s CREATE_TIME of the table that is copied';

COMMENT ON COLUMN anole.joins.ranges_left IS 'Ranges of the key that are not copied yet, ascending, each [after, up to], null for no bound';

COMMENT ON COLUMN anole.joins.indexes IS 'How many of the indexes are built';

CREATE TABLE anole.positions (
    source text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL,
    server_uuid text,
    file text NOT NULL,
    "position" bigint NOT NULL,
    gtids text,
    incarnation bigint DEFAULT 0 NOT NULL,
    sequence bigint DEFAULT 0 NOT NULL,
    last_commit_at timestamp with time zone,
    epoch bigint DEFAULT 0 NOT NULL,
    generation bigint DEFAULT 0 NOT NULL,
    backend_pid integer,
    backend_start timestamp with time zone,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    waiting_for text,
    waiting_remedy text,
    waiting_since timestamp with time zone,
    filter_hash text
)
WITH (fillfactor='50');

COMMENT ON TABLE anole.positions IS 'How far the replica is, written in the transaction that writes the rows';

COMMENT ON COLUMN anole.positions.next_offset IS 'Kafka offset of the first record that is not applied';

COMMENT ON COLUMN anole.positions.epoch IS 'Raised by every sink task that takes over; an older task then has lost its place';

COMMENT ON COLUMN anole.positions.generation IS 'Raised when the states or definitions of tables were changed from outside the sink';

COMMENT ON COLUMN anole.positions.waiting_for IS 'What keeps the sink from writing while it tries again by itself; null once it has written';

COMMENT ON COLUMN anole.positions.filter_hash IS 'Which tables the source publishes from here on; null before the first record';

CREATE TABLE anole.prepared_rows (
    transaction bigint NOT NULL,
    number bigint NOT NULL,
    rows bytea NOT NULL
);
ALTER TABLE ONLY anole.prepared_rows ALTER COLUMN rows SET STORAGE EXTERNAL;

COMMENT ON TABLE anole.prepared_rows IS 'The rows of prepared transactions, in order, as the topic brought them';

ALTER TABLE anole.prepared_rows ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME anole.prepared_rows_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE anole.prepared_transactions (
    id bigint NOT NULL,
    source text NOT NULL,
    xid text NOT NULL,
    incarnation bigint NOT NULL,
    "position" text NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    settled_by text
);

COMMENT ON TABLE anole.prepared_transactions IS 'XA transactions that MySQL has prepared and not yet committed or rolled back';

COMMENT ON COLUMN anole.prepared_transactions.settled_by IS 'Where MySQL committed it; it is kept for the tables that are being copied meanwhile';

ALTER TABLE anole.prepared_transactions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME anole.prepared_transactions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE anole.schema_changes (
    id bigint NOT NULL,
    source text NOT NULL,
    mysql_database text NOT NULL,
    statement text NOT NULL,
    translation text,
    outcome text NOT NULL,
    "position" text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE anole.schema_changes IS 'Every DDL statement that concerned replicated tables, and what became of it';

ALTER TABLE anole.schema_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME anole.schema_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE anole.sources (
    name text NOT NULL,
    schema_mappings jsonb NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    initialisation jsonb,
    status_before_sync text,
    rules jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT sources_status_check CHECK ((status = ANY (ARRAY['ready'::text, 'initialising'::text, 'initialised'::text, 'syncing'::text, 'synced'::text, 'stopped'::text, 'running'::text, 'error'::text])))
);

COMMENT ON COLUMN anole.sources.schema_mappings IS 'MySQL database to PostgreSQL schema';

COMMENT ON COLUMN anole.sources.initialisation IS 'While tables are copied for the first time: the settings with which the stream began';

COMMENT ON COLUMN anole.sources.status_before_sync IS 'What the status was before it became syncing';

COMMENT ON COLUMN anole.sources.rules IS 'What the configuration lays down for tables that MySQL creates; written whenever a command reads the configuration';

CREATE TABLE anole.table_metadata (
    source text NOT NULL,
    fingerprint bigint NOT NULL,
    table_map bytea NOT NULL
);

COMMENT ON TABLE anole.table_metadata IS 'Table maps by which row images are decoded; the topic brings each one once';

CREATE TABLE anole.tables (
    source text NOT NULL,
    mysql_database text NOT NULL,
    mysql_table text NOT NULL,
    postgres_schema text NOT NULL,
    postgres_table text NOT NULL,
    definition jsonb NOT NULL,
    state text NOT NULL,
    reason text,
    joined_at timestamp with time zone,
    inserted bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    deleted bigint DEFAULT 0 NOT NULL,
    drifted bigint DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    mapping jsonb DEFAULT '{}'::jsonb NOT NULL,
    held jsonb,
    CONSTRAINT tables_state_check CHECK ((state = ANY (ARRAY['copying'::text, 'catching_up'::text, 'replicating'::text, 'held'::text, 'disabled'::text])))
);

COMMENT ON COLUMN anole.tables.joined_at IS 'When the copy in PostgreSQL became ours; null if there is none yet';

COMMENT ON COLUMN anole.tables.drifted IS 'Changes that met a row that MySQL did not have so: mended from the after image';

COMMENT ON COLUMN anole.tables.mapping IS 'What PostgreSQL has otherwise than by the usual rules: types by column, names that were taken, policies for bad values';

COMMENT ON COLUMN anole.tables.held IS 'Of a table in state held: where its rows stand, and which statement awaits approval';

CREATE TABLE anole.version (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE anole.version IS 'The migrations that this catalogue has seen';

CREATE TABLE v1.broken (
    id integer NOT NULL,
    v integer,
    CONSTRAINT broken_v_check CHECK ((v < 5))
);

CREATE TABLE v1.customers (
    id integer NOT NULL,
    name character varying(20) NOT NULL,
    state v1.customers_state_enum,
    d timestamp(0) without time zone
);

ALTER TABLE v1.customers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME v1.customers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE v1.held (
    id integer NOT NULL,
    v integer
);

CREATE TABLE v1.orders (
    id numeric(20,0) NOT NULL,
    customer integer,
    total numeric(10,2),
    note text
);

CREATE SEQUENCE v1.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE v1.orders_id_seq OWNED BY v1.orders.id;

CREATE TABLE v1.prepared (
    id integer NOT NULL
);

ALTER TABLE ONLY v1.orders ALTER COLUMN id SET DEFAULT nextval('v1.orders_id_seq'::regclass);

INSERT INTO anole.bad_values (source, mysql_database, mysql_table, joining, mysql_column, kind, action, occurrences, last_at) VALUES ('v1', 'v1', 'customers', false, 'd', 'zero_date', 'discard_row', 2, '2026-11-26 15:08:56.077137+00');

INSERT INTO anole.discarded_rows (id, source, mysql_database, mysql_table, joining, mysql_column, kind, "position", "row", discarded_at) OVERRIDING SYSTEM VALUE VALUES (1, 'v1', 'v1', 'customers', false, 'd', 'zero_date', NULL, '{"d": "0000-00-00 00:00:00", "id": "2", "name": "Bob", "state": "b"}', '2026-11-26 15:08:52.592138+00');
INSERT INTO anole.discarded_rows (id, source, mysql_database, mysql_table, joining, mysql_column, kind, "position", "row", discarded_at) OVERRIDING SYSTEM VALUE VALUES (2, 'v1', 'v1', 'customers', false, 'd', 'zero_date', 'GTID 4204e726-e9ab-11f1-9483-02fc00000001:14, binlog.000001:3556', '{"d": "0000-00-00 00:00:00", "id": "3", "name": "Eve", "state": "b"}', '2026-11-26 15:08:56.077137+00');

INSERT INTO anole.errors (id, source, mysql_database, mysql_table, message, remedy, sqlstate, "position", detail, occurred_at) OVERRIDING SYSTEM VALUE VALUES (1, 'v1', 'v1', 'broken', 'Could not apply the changes of table v1.broken at GTID 4204e726-e9ab-11f1-9483-02fc00000001:11, binlog.000001:2874: new row for relation "broken" violates check constraint "broken_v_check" (SQLSTATE 23514, constraint broken_v_check)', 'Mend the cause, then run `replica-admin sync-tables --source v1 --tables v1.broken`, which copies the table again', '23514', 'GTID 4204e726-e9ab-11f1-9483-02fc00000001:11, binlog.000001:2874', NULL, '2026-11-26 15:08:54.230116+00');

INSERT INTO anole.foreign_keys (source, mysql_database, mysql_table, name, definition) VALUES ('v1', 'v1', 'orders', 'orders_ibfk_1', '{"name": "orders_ibfk_1", "columns": ["customer"], "onDelete": "CASCADE", "onUpdate": "NO ACTION", "referencedTable": {"table": "customers", "database": "v1"}, "referencedColumns": ["id"]}');

INSERT INTO anole.positions (source, topic, partition, next_offset, server_uuid, file, "position", gtids, incarnation, sequence, last_commit_at, epoch, generation, backend_pid, backend_start, changed_at, waiting_for, waiting_remedy, waiting_since, filter_hash) VALUES ('v1', 'v1.changes', 0, 15, '4204e726-e9ab-11f1-9483-02fc00000001', 'binlog.000001', 4657, '4204e726-e9ab-11f1-9483-02fc00000001:1-16', 1795705731398, 15, '2026-11-26 15:08:54.167593+00', 1, 5, 17968, '2026-11-26 15:08:50.869135+00', '2026-11-26 15:08:57.191278+00', NULL, NULL, NULL, 'd315f9880f944d69');

INSERT INTO anole.prepared_rows (transaction, number, rows) OVERRIDING SYSTEM VALUE VALUES (1, 1, '\x010502c6f29bc3a1340b02a32100a9f89f93f5a598032434323034653732362d653961622d313166312d393438332d3032666330303030303030310d62696e6c6f672e3030303030312734323034653732362d653961622d313166312d393438332d3032666330303030303030313a3136011c0201027631087072657061726564c6d8515d5b4507d2285e0000000000010002763100087072657061726564000103000001010004030269640801000c0180050001000000');

INSERT INTO anole.prepared_transactions (id, source, xid, incarnation, "position", prepared_at, settled_by) OVERRIDING SYSTEM VALUE VALUES (1, 'v1', 'X''7831'',X'''',1', 1795705731398, 'GTID 4204e726-e9ab-11f1-9483-02fc00000001:16, binlog.000001:4259', '2026-11-26 15:08:54.167593+00', NULL);

INSERT INTO anole.schema_changes (id, source, mysql_database, statement, translation, outcome, "position", applied_at) OVERRIDING SYSTEM VALUE VALUES (1, 'v1', 'v1', 'ALTER TABLE orders ADD COLUMN note TEXT', 'ALTER TABLE "v1"."orders" ALTER COLUMN "total" TYPE numeric(10,2) USING ("total")::numeric(10,2);
ALTER TABLE "v1"."orders" ADD COLUMN "note" text', 'applied', 'GTID 4204e726-e9ab-11f1-9483-02fc00000001:12, binlog.000001:3165', '2026-11-26 15:08:55.538679+00');
INSERT INTO anole.schema_changes (id, source, mysql_database, statement, translation, outcome, "position", applied_at) OVERRIDING SYSTEM VALUE VALUES (2, 'v1', 'v1', 'ALTER TABLE held DROP COLUMN v', NULL, 'awaits approval', 'GTID 4204e726-e9ab-11f1-9483-02fc00000001:13, binlog.000001:3365', '2026-11-26 15:08:56.03806+00');

INSERT INTO anole.sources (name, schema_mappings, status, created_at, changed_at, initialisation, status_before_sync, rules) VALUES ('v1', '{"v1": "v1"}', 'stopped', '2026-11-26 15:08:46.26939+00', '2026-11-26 15:08:58.248696+00', NULL, NULL, '{"badValues": {"key": {"action": "FAIL", "replacement": null}, "policies": {"ZERO_DATE": {"action": "DISCARD_ROW", "replacement": null}}}, "keepExisting": false}');

INSERT INTO anole.table_metadata (source, fingerprint, table_map) VALUES ('v1', 6987940228069317823, '\x5800000000000100027631000662726f6b656e000203030002010100040502696401760801000c01c0');
INSERT INTO anole.table_metadata (source, fingerprint, table_map) VALUES ('v1', -4118452397825259566, '\x5e0000000000010002763100087072657061726564000103000001010004030269640801000c0180');
INSERT INTO anole.table_metadata (source, fingerprint, table_map) VALUES ('v1', -4118610791237656160, '\x6f0000000000030002763100066f726465727300040803f6fc030a02020e0101800203fcff00041702696408637573746f6d657205746f74616c046e6f74650801000c01f0');
INSERT INTO anole.table_metadata (source, fingerprint, table_map) VALUES ('v1', -797704086796482592, '\x55000000000003000276310009637573746f6d6572730004030ffe12055000f70100080101000203fcff000410026964046e616d6505737461746501640a03fcff00060502016101620801000c01f0');

INSERT INTO anole.tables (source, mysql_database, mysql_table, postgres_schema, postgres_table, definition, state, reason, joined_at, inserted, updated, deleted, drifted, changed_at, mapping, held) VALUES ('v1', 'v1', 'held', 'v1', 'held', '{"id": {"table": "held", "database": "v1"}, "text": {"collation": "utf8mb4_0900_ai_ci", "characterSet": "utf8mb4"}, "checks": [], "columns": [{"name": "id", "dataType": "INT", "columnType": "int"}, {"name": "v", "dataType": "INT", "nullable": true, "columnType": "int"}], "comment": "", "indexes": [{"kind": "BTREE", "name": "PRIMARY", "parts": [{"column": "id", "descending": false, "expression": null, "prefixLength": 0}], "unique": true}], "foreignKeys": []}', 'held', 'it stands still before a statement that awaits approval: ALTER TABLE held DROP COLUMN v', '2026-11-26 15:08:53.073325+00', 0, 0, 0, 0, '2026-11-26 15:08:56.03806+00', '{"badValues": {"key": {"action": "FAIL", "replacement": null}, "policies": {"ZERO_DATE": {"action": "DISCARD_ROW", "replacement": null}}}}', '{"ends": false, "file": "binlog.000001", "gtids": "4204e726-e9ab-11f1-9483-02fc00000001:1-12", "topic": "v1.changes", "approved": false, "sequence": 6, "partition": 0, "statement": 2, "nextOffset": 6, "serverUuid": "4204e726-e9ab-11f1-9483-02fc00000001", "incarnation": 1795705731398, "filePosition": 3365}');
INSERT INTO anole.tables (source, mysql_database, mysql_table, postgres_schema, postgres_table, definition, state, reason, joined_at, inserted, updated, deleted, drifted, changed_at, mapping, held) VALUES ('v1', 'v1', 'prepared', 'v1', 'prepared', '{"id": {"table": "prepared", "database": "v1"}, "text": {"collation": "utf8mb4_0900_ai_ci", "characterSet": "utf8mb4"}, "checks": [], "columns": [{"name": "id", "dataType": "INT", "columnType": "int"}], "comment": "", "indexes": [{"kind": "BTREE", "name": "PRIMARY", "parts": [{"column": "id", "descending": false, "expression": null, "prefixLength": 0}], "unique": true}], "foreignKeys": []}', 'replicating', NULL, '2026-11-26 15:08:53.333305+00', 0, 0, 0, 0, '2026-11-26 15:08:53.333305+00', '{"badValues": {"key": {"action": "FAIL", "replacement": null}, "policies": {"ZERO_DATE": {"action": "DISCARD_ROW", "replacement": null}}}}', NULL);
INSERT INTO anole.tables (source, mysql_database, mysql_table, postgres_schema, postgres_table, definition, state, reason, joined_at, inserted, updated, deleted, drifted, changed_at, mapping, held) VALUES ('v1', 'v1', 'broken', 'v1', 'broken', '{"id": {"table": "broken", "database": "v1"}, "text": {"collation": "utf8mb4_0900_ai_ci", "characterSet": "utf8mb4"}, "checks": [], "columns": [{"name": "id", "dataType": "INT", "columnType": "int"}, {"name": "v", "dataType": "INT", "nullable": true, "columnType": "int"}], "comment": "", "indexes": [{"kind": "BTREE", "name": "PRIMARY", "parts": [{"column": "id", "descending": false, "expression": null, "prefixLength": 0}], "unique": true}, {"kind": "BTREE", "name": "v", "parts": [{"column": "v", "descending": false, "expression": null, "prefixLength": 0}], "unique": true}], "foreignKeys": []}', 'disabled', 'Could not apply the changes of table v1.broken at GTID 4204e726-e9ab-11f1-9483-02fc00000001:11, binlog.000001:2874: new row for relation "broken" violates check constraint "broken_v_check" (SQLSTATE 23514, constraint broken_v_check)', '2026-11-26 15:08:53.103194+00', 0, 0, 0, 0, '2026-11-26 15:08:54.230116+00', '{"badValues": {"key": {"action": "FAIL", "replacement": null}, "policies": {"ZERO_DATE": {"action": "DISCARD_ROW", "replacement": null}}}}', NULL);
INSERT INTO anole.tables (source, mysql_database, mysql_table, postgres_schema, postgres_table, definition, state, reason, joined_at, inserted, updated, deleted, drifted, changed_at, mapping, held) VALUES ('v1', 'v1', 'customers', 'v1', 'customers', '{"id": {"table": "customers", "database": "v1"}, "text": {"collation": "utf8mb4_0900_ai_ci", "characterSet": "utf8mb4"}, "checks": [], "columns": [{"name": "id", "dataType": "INT", "columnType": "int", "autoIncrement": true}, {"name": "name", "length": 20, "dataType": "VARCHAR", "collation": "utf8mb4_0900_ai_ci", "columnType": "varchar(20)", "characterSet": "utf8mb4"}, {"name": "state", "labels": ["a", "b"], "dataType": "ENUM", "collation": "utf8mb4_0900_ai_ci", "columnType": "enum(''a'',''b'')", "characterSet": "utf8mb4"}, {"name": "d", "dataType": "DATETIME", "nullable": true, "columnType": "datetime"}], "comment": "", "indexes": [{"kind": "BTREE", "name": "PRIMARY", "parts": [{"column": "id", "descending": false, "expression": null, "prefixLength": 0}], "unique": true}], "foreignKeys": []}', 'replicating', NULL, '2026-11-26 15:08:53.067796+00', 0, 0, 0, 0, '2026-11-26 15:08:53.067796+00', '{"badValues": {"key": {"action": "FAIL", "replacement": null}, "policies": {"ZERO_DATE": {"action": "DISCARD_ROW", "replacement": null}}}}', NULL);
INSERT INTO anole.tables (source, mysql_database, mysql_table, postgres_schema, postgres_table, definition, state, reason, joined_at, inserted, updated, deleted, drifted, changed_at, mapping, held) VALUES ('v1', 'v1', 'orders', 'v1', 'orders', '{"id": {"table": "orders", "database": "v1"}, "text": {"collation": "utf8mb4_0900_ai_ci", "characterSet": "utf8mb4"}, "checks": [], "columns": [{"name": "id", "dataType": "BIGINT", "unsigned": true, "columnType": "bigint unsigned", "autoIncrement": true}, {"name": "customer", "dataType": "INT", "nullable": true, "columnType": "int"}, {"name": "total", "scale": 2, "dataType": "DECIMAL", "nullable": true, "precision": 10, "columnType": "decimal(10,2)"}, {"name": "note", "dataType": "TEXT", "nullable": true, "collation": "utf8mb4_0900_ai_ci", "columnType": "text", "characterSet": "utf8mb4"}], "comment": "", "indexes": [{"kind": "BTREE", "name": "PRIMARY", "parts": [{"column": "id", "descending": false, "expression": null, "prefixLength": 0}], "unique": true}, {"kind": "BTREE", "name": "fk_customer", "parts": [{"column": "customer", "descending": false, "expression": null, "prefixLength": 0}]}], "foreignKeys": [{"name": "orders_ibfk_1", "columns": ["customer"], "onDelete": "CASCADE", "onUpdate": "NO ACTION", "referencedTable": {"table": "customers", "database": "v1"}, "referencedColumns": ["id"]}]}', 'replicating', NULL, '2026-11-26 15:08:53.119515+00', 0, 1, 0, 0, '2026-11-26 15:08:55.538679+00', '{"badValues": {"key": {"action": "FAIL", "replacement": null}, "policies": {"ZERO_DATE": {"action": "DISCARD_ROW", "replacement": null}}}}', NULL);

INSERT INTO anole.version (number, applied_at) VALUES (1, '2026-11-26 15:08:45.068257+00');
INSERT INTO anole.version (number, applied_at) VALUES (2, '2026-11-26 15:08:45.068257+00');
INSERT INTO anole.version (number, applied_at) VALUES (3, '2026-11-26 15:08:45.068257+00');
INSERT INTO anole.version (number, applied_at) VALUES (4, '2026-11-26 15:08:45.068257+00');

INSERT INTO v1.broken (id, v) VALUES (1, 1);

INSERT INTO v1.customers (id, name, state, d) VALUES (1, 'Ada', 'a', '2026-11-26 15:08:43');

INSERT INTO v1.held (id, v) VALUES (1, 1);

INSERT INTO v1.orders (id, customer, total, note) VALUES (1, 1, 19.90, NULL);
INSERT INTO v1.orders (id, customer, total, note) VALUES (2, 1, 6.00, NULL);

SELECT pg_catalog.setval('anole.discarded_rows_id_seq', 2, true);

SELECT pg_catalog.setval('anole.errors_id_seq', 1, true);

SELECT pg_catalog.setval('anole.prepared_rows_number_seq', 1, true);

SELECT pg_catalog.setval('anole.prepared_transactions_id_seq', 1, true);

SELECT pg_catalog.setval('anole.schema_changes_id_seq', 2, true);

SELECT pg_catalog.setval('v1.customers_id_seq', 1, false);

SELECT pg_catalog.setval('v1.orders_id_seq', 1, false);

ALTER TABLE ONLY anole.bad_values
    ADD CONSTRAINT bad_values_pkey PRIMARY KEY (source, mysql_database, mysql_table, joining, mysql_column, kind, action);

ALTER TABLE ONLY anole.discarded_rows
    ADD CONSTRAINT discarded_rows_pkey PRIMARY KEY (id);

ALTER TABLE ONLY anole.errors
    ADD CONSTRAINT errors_pkey PRIMARY KEY (id);

ALTER TABLE ONLY anole.foreign_keys
    ADD CONSTRAINT foreign_keys_pkey PRIMARY KEY (source, mysql_database, mysql_table, name);

ALTER TABLE ONLY anole.joins
    ADD CONSTRAINT joins_pkey PRIMARY KEY (source, mysql_database, mysql_table);

ALTER TABLE ONLY anole.positions
    ADD CONSTRAINT positions_pkey PRIMARY KEY (source, topic, partition);

ALTER TABLE ONLY anole.prepared_rows
    ADD CONSTRAINT prepared_rows_pkey PRIMARY KEY (transaction, number);

ALTER TABLE ONLY anole.prepared_transactions
    ADD CONSTRAINT prepared_transactions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY anole.schema_changes
    ADD CONSTRAINT schema_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY anole.sources
    ADD CONSTRAINT sources_pkey PRIMARY KEY (name);

ALTER TABLE ONLY anole.table_metadata
    ADD CONSTRAINT table_metadata_pkey PRIMARY KEY (source, fingerprint);

ALTER TABLE ONLY anole.tables
    ADD CONSTRAINT tables_pkey PRIMARY KEY (source, mysql_database, mysql_table);

ALTER TABLE ONLY anole.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (number);

ALTER TABLE ONLY v1.broken
    ADD CONSTRAINT broken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY v1.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY v1.held
    ADD CONSTRAINT held_pkey PRIMARY KEY (id);

ALTER TABLE ONLY v1.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY v1.prepared
    ADD CONSTRAINT prepared_pkey PRIMARY KEY (id);

CREATE INDEX discarded_rows_table ON anole.discarded_rows USING btree (source, mysql_database, mysql_table);

CREATE INDEX errors_source ON anole.errors USING btree (source, id);

CREATE UNIQUE INDEX prepared_transactions_open ON anole.prepared_transactions USING btree (source, xid) WHERE (settled_by IS NULL);

CREATE INDEX prepared_transactions_settled ON anole.prepared_transactions USING btree (source) WHERE (settled_by IS NOT NULL);

CREATE INDEX prepared_transactions_xid ON anole.prepared_transactions USING btree (source, xid);

CREATE UNIQUE INDEX broken_v_idx ON v1.broken USING btree (v);

CREATE INDEX orders_fk_customer_idx ON v1.orders USING btree (customer);

ALTER TABLE ONLY anole.bad_values
    ADD CONSTRAINT bad_values_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

ALTER TABLE ONLY anole.discarded_rows
    ADD CONSTRAINT discarded_rows_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

ALTER TABLE ONLY anole.errors
    ADD CONSTRAINT errors_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

ALTER TABLE ONLY anole.foreign_keys
    ADD CONSTRAINT foreign_keys_source_mysql_database_mysql_table_fkey FOREIGN KEY (source, mysql_database, mysql_table) REFERENCES anole.tables(source, mysql_database, mysql_table) ON DELETE CASCADE;

ALTER TABLE ONLY anole.joins
    ADD CONSTRAINT joins_source_mysql_database_mysql_table_fkey FOREIGN KEY (source, mysql_database, mysql_table) REFERENCES anole.tables(source, mysql_database, mysql_table) ON DELETE CASCADE;

ALTER TABLE ONLY anole.positions
    ADD CONSTRAINT positions_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

ALTER TABLE ONLY anole.prepared_rows
    ADD CONSTRAINT prepared_rows_transaction_fkey FOREIGN KEY (transaction) REFERENCES anole.prepared_transactions(id) ON DELETE CASCADE;

ALTER TABLE ONLY anole.prepared_transactions
    ADD CONSTRAINT prepared_transactions_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

ALTER TABLE ONLY anole.schema_changes
    ADD CONSTRAINT schema_changes_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

ALTER TABLE ONLY anole.table_metadata
    ADD CONSTRAINT table_metadata_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

ALTER TABLE ONLY anole.tables
    ADD CONSTRAINT tables_source_fkey FOREIGN KEY (source) REFERENCES anole.sources(name) ON DELETE CASCADE;

