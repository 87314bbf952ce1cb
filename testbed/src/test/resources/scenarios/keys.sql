-- Primary keys, unique keys and indexes come, change and go.
CREATE TABLE ke (a INT, b INT NOT NULL, c VARCHAR(20), d TEXT);
INSERT INTO ke VALUES (1, 1, 'one', 'eins'), (2, 2, 'two', 'zwei'), (3, 3, NULL, NULL);
CREATE TABLE ku (a INT NOT NULL, b INT NOT NULL, UNIQUE first_one (a), UNIQUE second_one (b));
INSERT INTO ku VALUES (1, 10), (2, 20);
-- copy
UPDATE ke SET c = 'ONE' WHERE a = 1;
ALTER TABLE ke ADD PRIMARY KEY (a);
UPDATE ke SET c = 'three' WHERE a = 3;
CREATE INDEX by_c ON ke (c);
CREATE UNIQUE INDEX by_b ON ke (b DESC, c);
ALTER TABLE ke ADD INDEX (b), ADD INDEX (b, c), ADD UNIQUE (c), ADD FULLTEXT words (d), ADD KEY prefixed (d(5), c(3));
INSERT INTO ke VALUES (4, 4, 'four', 'vier');
ALTER TABLE ke RENAME INDEX by_c TO by_see, DROP INDEX by_b, ALTER INDEX prefixed INVISIBLE;
DROP INDEX words ON ke;
ALTER TABLE ke ADD INDEX summed ((a + b)), ADD INDEX lowered ((lower(c)));
ALTER TABLE ke DROP PRIMARY KEY, ADD PRIMARY KEY (b, a);
UPDATE ke SET a = a + 100;
ALTER TABLE ke DROP PRIMARY KEY;
DELETE FROM ke WHERE a = 102;
UPDATE ke SET c = "none" WHERE c IS NULL;
ALTER TABLE ke MODIFY c VARCHAR(30) NOT NULL;
UPDATE ke SET d = 'found by its key' WHERE a = 101;
ALTER TABLE ku DROP INDEX first_one, ADD c INT;
UPDATE ku SET a = a + 1, c = 5;
ALTER TABLE ku DROP KEY second_one;
DELETE FROM ku WHERE a = 2;
ALTER TABLE ku ADD UNIQUE INDEX third_one USING HASH (c, a), ADD CONSTRAINT named UNIQUE (b);
