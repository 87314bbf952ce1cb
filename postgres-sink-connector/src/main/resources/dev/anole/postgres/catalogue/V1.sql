CREATE TABLE anole.version (
    number     integer     PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE anole.version IS 'The migrations that this catalogue has seen';

CREATE TABLE anole.sources (
    name            text        PRIMARY KEY,
    schema_mappings jsonb       NOT NULL,
    status          text        NOT NULL CHECK (status IN ('ready', 'initialising', 'initialised', 'syncing', 'synced',
                                                           'stopped', 'running', 'error')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    changed_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN anole.sources.schema_mappings IS 'MySQL database to PostgreSQL schema';

CREATE TABLE anole.tables (
    source          text    NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    mysql_database  text    NOT NULL,
    mysql_table     text    NOT NULL,
    postgres_schema text    NOT NULL,
    postgres_table  text    NOT NULL,
    definition      jsonb   NOT NULL,
    state           text    NOT NULL CHECK (state IN ('copying', 'catching_up', 'replicating', 'held', 'disabled')),
    reason          text,
    joined_at       timestamptz,
    inserted        bigint  NOT NULL DEFAULT 0,
    updated         bigint  NOT NULL DEFAULT 0,
    deleted         bigint  NOT NULL DEFAULT 0,
    drifted         bigint  NOT NULL DEFAULT 0,
    replaced_values bigint  NOT NULL DEFAULT 0,
    changed_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, mysql_database, mysql_table)
);
COMMENT ON COLUMN anole.tables.joined_at IS 'When the copy in PostgreSQL became ours; null if there is none yet';
COMMENT ON COLUMN anole.tables.drifted IS 'Changes that met a row that MySQL did not have so: mended from the after image';
COMMENT ON COLUMN anole.tables.replaced_values IS 'Values that PostgreSQL cannot hold, replaced as the policy says';

CREATE TABLE anole.joins (
    source          text   NOT NULL,
    mysql_database  text   NOT NULL,
    mysql_table     text   NOT NULL,
    start_offset    bigint NOT NULL,
    low_file        text   NOT NULL,
    low_position    bigint NOT NULL,
    low_gtids       text,
    end_file        text,
    end_position    bigint,
    next_offset     bigint,
    ranges          jsonb  NOT NULL DEFAULT '[]',
    attempt         integer NOT NULL DEFAULT 1,
    started_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, mysql_database, mysql_table),
    FOREIGN KEY (source, mysql_database, mysql_table) REFERENCES anole.tables ON DELETE CASCADE
);
COMMENT ON TABLE anole.joins IS 'Tables that are being copied and brought up to the stream';

CREATE TABLE anole.positions (
    source          text        NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    topic           text        NOT NULL,
    partition       integer     NOT NULL,
    next_offset     bigint      NOT NULL,
    server_uuid     text,
    file            text        NOT NULL,
    position        bigint      NOT NULL,
    gtids           text,
    incarnation     bigint      NOT NULL DEFAULT 0,
    sequence        bigint      NOT NULL DEFAULT 0,
    last_commit_at  timestamptz,
    epoch           bigint      NOT NULL DEFAULT 0,
    generation      bigint      NOT NULL DEFAULT 0,
    backend_pid     integer,
    backend_start   timestamptz,
    changed_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE anole.positions IS 'How far the replica is, written in the transaction that writes the rows';
COMMENT ON COLUMN anole.positions.next_offset IS 'Kafka offset of the first record that is not applied';
COMMENT ON COLUMN anole.positions.epoch IS 'Raised by every sink task that takes over; an older task then has lost its place';
COMMENT ON COLUMN anole.positions.generation IS 'Raised when the states or definitions of tables were changed from outside the sink';

CREATE TABLE anole.table_metadata (
    source      text   NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    fingerprint bigint NOT NULL,
    table_map   bytea  NOT NULL,
    PRIMARY KEY (source, fingerprint)
);
COMMENT ON TABLE anole.table_metadata IS 'Table maps by which row images are decoded; the topic brings each one once';

CREATE TABLE anole.schema_changes (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source         text        NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    mysql_database text        NOT NULL,
    statement      text        NOT NULL,
    translation    text,
    outcome        text        NOT NULL,
    position       text        NOT NULL,
    applied_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE anole.schema_changes IS 'Every DDL statement that concerned replicated tables, and what became of it';

CREATE TABLE anole.foreign_keys (
    source         text  NOT NULL,
    mysql_database text  NOT NULL,
    mysql_table    text  NOT NULL,
    name           text  NOT NULL,
    definition     jsonb NOT NULL,
    PRIMARY KEY (source, mysql_database, mysql_table, name),
    FOREIGN KEY (source, mysql_database, mysql_table) REFERENCES anole.tables ON DELETE CASCADE
);
COMMENT ON TABLE anole.foreign_keys IS 'Foreign keys of MySQL, created in PostgreSQL when the source is detached';

CREATE TABLE anole.errors (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source         text        NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    mysql_database text,
    mysql_table    text,
    message        text        NOT NULL,
    remedy         text        NOT NULL,
    sqlstate       text,
    position       text,
    detail         text,
    occurred_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX errors_source ON anole.errors (source, id);
