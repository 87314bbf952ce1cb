-- Character sets of columns and tables.
CREATE TABLE tx (id INT PRIMARY KEY, l VARCHAR(20) CHARACTER SET latin1, u VARCHAR(20), e ENUM('ä','ö') CHARACTER SET latin1) CHARACTER SET utf8mb4;
INSERT INTO tx VALUES (1, 'grün', 'grün', 'ä'), (2, 'ß', '€', NULL);
-- copy
ALTER TABLE tx MODIFY l VARCHAR(20) CHARACTER SET utf8mb4;
INSERT INTO tx VALUES (3, '€ 🦎', '🦎', 'ö');
ALTER TABLE tx ADD c CHAR(3) CHARACTER SET cp1251 DEFAULT 'ж', ADD p VARCHAR(9);
INSERT INTO tx VALUES (4, 'l', 'u', NULL, 'яяя', '🦎');
ALTER TABLE tx DROP e;
ALTER TABLE tx CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO tx VALUES (5, '漢', '字', 'жы', 'x');
ALTER TABLE tx DEFAULT CHARACTER SET latin1;
ALTER TABLE tx ADD q VARCHAR(5), ADD b BLOB(100), ADD m TEXT(70000);
INSERT INTO tx (id, l, q, m) VALUES (6, 'ü', 'ü', REPEAT('ü', 300));
ALTER TABLE tx COMMENT 'Größe';
