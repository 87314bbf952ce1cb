-- detach-replica forgets the source and keeps these: nothing else has the rows that PostgreSQL is without.
ALTER TABLE anole.discarded_rows DROP CONSTRAINT discarded_rows_source_fkey;
