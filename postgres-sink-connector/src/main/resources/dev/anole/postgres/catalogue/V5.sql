ALTER TABLE anole.sources
    ADD COLUMN maintained_at   timestamptz,
    ADD COLUMN detaching_since timestamptz;
COMMENT ON COLUMN anole.sources.maintained_at IS 'When the last maintenance ended, run-maintenance or that of the sink itself';
COMMENT ON COLUMN anole.sources.detaching_since IS
    'When detach-replica began to make PostgreSQL independent; a replica that goes on from there could be refused by its keys';
