-- Columns change their names, alone, in circles, and with other changes.
CREATE TABLE rn (id INT PRIMARY KEY, a INT NOT NULL DEFAULT 1 COMMENT 'the first', b INT, c ENUM('x','y'), KEY by_a (a), UNIQUE by_b (b, c));
INSERT INTO rn VALUES (1, 10, 100, 'x'), (2, 20, 200, 'y');
CREATE TABLE rnk (a INT, b VARCHAR(5), PRIMARY KEY (a, b));
INSERT INTO rnk VALUES (1, 'x'), (2, 'y');
-- copy
ALTER TABLE rn RENAME COLUMN a TO a2;
INSERT INTO rn VALUES (3, 30, 300, 'x');
ALTER TABLE rn RENAME COLUMN a2 TO b, RENAME COLUMN b TO a2;
UPDATE rn SET b = b + 1;
ALTER TABLE rn CHANGE c kind ENUM('x','y') NOT NULL DEFAULT 'y' AFTER id;
INSERT INTO rn VALUES (4, 'x', 4, 5);
ALTER TABLE rn CHANGE COLUMN b b BIGINT NOT NULL, CHANGE id number INT, DROP KEY by_a, ADD KEY by_kind (kind);
DELETE FROM rn WHERE number = 2;
ALTER TABLE rnk RENAME COLUMN a TO c, ADD d INT;
INSERT INTO rnk VALUES (3, 'z', 3);
ALTER TABLE rnk CHANGE b bb VARCHAR(10), DROP d;
UPDATE rnk SET bb = 'longer' WHERE c = 3;
DELETE FROM rnk WHERE c = 1;
ALTER TABLE rnk RENAME COLUMN c TO `odd ``"name`, RENAME COLUMN bb TO c;
UPDATE rnk SET c = 'last' WHERE `odd ``"name` = 2;
