ALTER TABLE anole.tables
    DROP COLUMN replaced_values,
    ADD COLUMN mapping jsonb NOT NULL DEFAULT '{}';
-- Of the former version, that refused what becomes NULL now: start-replica finds other policies in the configuration, and
-- takes NOT NULL away as they want it.
UPDATE anole.tables SET mapping =
    '{"badValues": {"policies": {"TIME_OUT_OF_RANGE": {"action": "FAIL"}, "ENUM_INDEX_ZERO": {"action": "FAIL"}}}}';
COMMENT ON COLUMN anole.tables.mapping IS
    'What PostgreSQL has otherwise than by the usual rules: types by column, names that were taken, policies for bad values';

ALTER TABLE anole.joins
    DROP COLUMN replaced_values,
    ADD COLUMN mapping jsonb NOT NULL DEFAULT '{}';
-- A copy that the former version began has not counted what it replaced.
DELETE FROM anole.joins;

CREATE TABLE anole.bad_values (
    source         text        NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    mysql_database text        NOT NULL,
    mysql_table    text        NOT NULL,
    joining        boolean     NOT NULL,
    mysql_column   text        NOT NULL,
    kind           text        NOT NULL,
    action         text        NOT NULL,
    occurrences    bigint      NOT NULL,
    last_at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, mysql_database, mysql_table, joining, mysql_column, kind, action)
);
COMMENT ON TABLE anole.bad_values IS 'How many values PostgreSQL could not hold, and what the policy made of them';
COMMENT ON COLUMN anole.bad_values.joining IS 'Whether they are of a copy that is not part of the replica yet';

CREATE TABLE anole.discarded_rows (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source         text        NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    mysql_database text        NOT NULL,
    mysql_table    text        NOT NULL,
    joining        boolean     NOT NULL,
    mysql_column   text        NOT NULL,
    kind           text        NOT NULL,
    position       text,
    row            jsonb       NOT NULL,
    discarded_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX discarded_rows_table ON anole.discarded_rows (source, mysql_database, mysql_table);
COMMENT ON TABLE anole.discarded_rows IS 'Rows that the replica is without, since PostgreSQL could not hold one of their values';
COMMENT ON COLUMN anole.discarded_rows.position IS 'MySQL''s binlog position; null for rows that were copied';
COMMENT ON COLUMN anole.discarded_rows.row IS 'By column, as text; what PostgreSQL cannot hold as text as 0x and hexadecimal digits';
