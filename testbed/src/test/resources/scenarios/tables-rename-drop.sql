-- Tables change names, in circles, and go; TRUNCATE.
CREATE TABLE ra (id INT AUTO_INCREMENT PRIMARY KEY, e ENUM('x','y'), n INT CHECK (n > 0), KEY by_n (n));
CREATE TABLE rb (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, v TEXT);
CREATE TABLE rc (id INT PRIMARY KEY);
CREATE TABLE rd (id INT PRIMARY KEY);
CREATE TABLE re (id INT PRIMARY KEY, parent INT, FOREIGN KEY (parent) REFERENCES ra (id));
INSERT INTO ra (e, n) VALUES ('x', 1), ('y', 2);
INSERT INTO rb (v) VALUES ('one'), ('two');
INSERT INTO rc VALUES (1), (2);
INSERT INTO re VALUES (1, 1);
-- copy
RENAME TABLE ra TO ra2;
INSERT INTO ra2 (e, n) VALUES ('x', 3);
RENAME TABLE ra2 TO tmp_r, rb TO ra2, tmp_r TO rb;
UPDATE ra2 SET v = 'was rb';
UPDATE rb SET n = n + 1;
ALTER TABLE rb RENAME TO rb3, ADD o INT DEFAULT 3;
INSERT INTO rb3 (e, n) VALUES ('y', 9);
ALTER TABLE rb3 RENAME rb4;
TRUNCATE TABLE rc;
INSERT INTO rc VALUES (7);
TRUNCATE rc;
INSERT INTO rc VALUES (8);
DROP TABLE rd;
DROP TABLE IF EXISTS rd, not_there;
RENAME TABLE re TO `Strange "name"`;
INSERT INTO `Strange "name"` VALUES (2, 2);
