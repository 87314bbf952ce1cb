-- Statements on databases; the replica's own one is changed, others come and go. SchemaPicture knows the tables by db_.
CREATE TABLE db_a (id INT PRIMARY KEY, v VARCHAR(10));
INSERT INTO db_a VALUES (1, 'v');
-- copy
CREATE DATABASE IF NOT EXISTS <database>_other DEFAULT CHARACTER SET latin1;
CREATE TABLE <database>_other.db_a (id INT PRIMARY KEY, l VARCHAR(10));
INSERT INTO <database>_other.db_a VALUES (1, 'not ours');
ALTER TABLE <database>_other.db_a ADD w INT;
ALTER DATABASE <database> CHARACTER SET latin1;
CREATE TABLE db_latin (id INT PRIMARY KEY, v VARCHAR(10), u VARCHAR(10) CHARACTER SET utf8mb4);
INSERT INTO db_latin VALUES (1, 'ü', '🦎');
ALTER SCHEMA <database> DEFAULT COLLATE utf8mb4_bin;
CREATE TABLE db_bin (id INT PRIMARY KEY, v VARCHAR(10));
INSERT INTO db_bin VALUES (1, '🦎');
CREATE TABLE db_like LIKE <database>_other.db_a;
DROP TABLE db_like;
RENAME TABLE db_a TO <database>_other.gone;
INSERT INTO <database>_other.gone VALUES (2, 'gone');
CREATE TABLE db_a (id INT PRIMARY KEY);
INSERT INTO db_a VALUES (9);
USE <database>_other;
CREATE TABLE <database>.db_here (id INT PRIMARY KEY);
INSERT INTO <database>.db_here VALUES (3);
DROP TABLE <database>_other.db_a, gone;
USE <database>;
ALTER DATABASE <database> COLLATE utf8mb4_0900_ai_ci;
DROP DATABASE <database>_other;
