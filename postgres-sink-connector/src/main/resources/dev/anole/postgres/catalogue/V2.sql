-- A copy that the former version began says too little to go on with.
DELETE FROM anole.joins;

ALTER TABLE anole.joins
    DROP COLUMN attempt,
    DROP COLUMN ranges,
    DROP COLUMN next_offset,
    ALTER COLUMN low_file DROP NOT NULL,
    ALTER COLUMN low_position DROP NOT NULL,
    ADD COLUMN phase           text   NOT NULL CHECK (phase IN ('preparing', 'copying', 'building_key', 'catching_up',
                                                                'building_indexes', 'swapping')),
    ADD COLUMN next_offset     bigint NOT NULL,
    ADD COLUMN file            text   NOT NULL,
    ADD COLUMN position        bigint NOT NULL,
    ADD COLUMN gtids           text,
    ADD COLUMN incarnation     bigint NOT NULL,
    ADD COLUMN sequence        bigint NOT NULL,
    ADD COLUMN server_uuid     text,
    ADD COLUMN definition      jsonb,
    ADD COLUMN created         text,
    ADD COLUMN ranges_left     jsonb  NOT NULL DEFAULT '[[null, null]]',
    ADD COLUMN indexes         integer NOT NULL DEFAULT 0,
    ADD COLUMN replaced_values bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN anole.joins.start_offset IS 'Kafka offset of the first record that may concern the copy';
COMMENT ON COLUMN anole.joins.low_file IS 'Where the copy begins: every snapshot sees what lies before; null while it is not known';
COMMENT ON COLUMN anole.joins.end_file IS 'Where the copy ends: no snapshot saw anything behind; null until all is copied';
COMMENT ON COLUMN anole.joins.next_offset IS 'Kafka offset of the first record that is not in the loading table, with file, position, gtids, incarnation and sequence as in anole.positions';
COMMENT ON COLUMN anole.joins.server_uuid IS 'Of the MySQL server that is copied from';
COMMENT ON COLUMN anole.joins.created IS 'MySQL''s CREATE_TIME of the table that is copied';
COMMENT ON COLUMN anole.joins.ranges_left IS 'Ranges of the key that are not copied yet, ascending, each [after, up to], null for no bound';
COMMENT ON COLUMN anole.joins.indexes IS 'How many of the indexes are built';

ALTER TABLE anole.sources ADD COLUMN initialisation jsonb;
COMMENT ON COLUMN anole.sources.initialisation IS 'While tables are copied for the first time: the settings with which the stream began';
ALTER TABLE anole.positions
    ADD COLUMN waiting_for    text,
    ADD COLUMN waiting_remedy text,
    ADD COLUMN waiting_since  timestamptz;
COMMENT ON COLUMN anole.positions.waiting_for IS
    'What keeps the sink from writing while it tries again by itself; null once it has written';

ALTER TABLE anole.positions ADD COLUMN filter_hash text;
COMMENT ON COLUMN anole.positions.filter_hash IS 'Which tables the source publishes from here on; null before the first record';

ALTER TABLE anole.sources ADD COLUMN status_before_sync text;
COMMENT ON COLUMN anole.sources.status_before_sync IS 'What the status was before it became syncing';

CREATE TABLE anole.prepared_transactions (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source      text        NOT NULL REFERENCES anole.sources ON DELETE CASCADE,
    xid         text        NOT NULL,
    incarnation bigint      NOT NULL,
    position    text        NOT NULL,
    prepared_at timestamptz NOT NULL,
    settled_by  text
);
CREATE UNIQUE INDEX prepared_transactions_open ON anole.prepared_transactions (source, xid) WHERE settled_by IS NULL;
CREATE INDEX prepared_transactions_xid ON anole.prepared_transactions (source, xid);
CREATE INDEX prepared_transactions_settled ON anole.prepared_transactions (source) WHERE settled_by IS NOT NULL;
COMMENT ON TABLE anole.prepared_transactions IS 'XA transactions that MySQL has prepared and not yet committed or rolled back';
COMMENT ON COLUMN anole.prepared_transactions.settled_by IS 'Where MySQL committed it; it is kept for the tables that are being copied meanwhile';

CREATE TABLE anole.prepared_rows (
    transaction bigint NOT NULL REFERENCES anole.prepared_transactions ON DELETE CASCADE,
    number      bigint GENERATED ALWAYS AS IDENTITY,
    rows        bytea  NOT NULL,
    PRIMARY KEY (transaction, number)
);
ALTER TABLE anole.prepared_rows ALTER COLUMN rows SET STORAGE EXTERNAL;
COMMENT ON TABLE anole.prepared_rows IS 'The rows of prepared transactions, in order, as the topic brought them';
