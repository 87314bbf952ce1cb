ALTER TABLE anole.sources ADD COLUMN rules jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN anole.sources.rules IS
    'What the configuration lays down for tables that MySQL creates; written whenever a command reads the configuration';

ALTER TABLE anole.tables ADD COLUMN held jsonb;
COMMENT ON COLUMN anole.tables.held IS 'Of a table in state held: where its rows stand, and which statement awaits approval';
