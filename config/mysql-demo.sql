-- What MySQL of docker-compose.yml begins with: the replica's user, and a small schema to replicate.
CREATE USER 'usr_replica'@'%' IDENTIFIED BY 'demo-mysql-password';
GRANT REPLICATION SLAVE, REPLICATION CLIENT, XA_RECOVER_ADMIN ON *.* TO 'usr_replica'@'%';

CREATE DATABASE shop;
GRANT SELECT, LOCK TABLES ON shop.* TO 'usr_replica'@'%';

CREATE TABLE shop.customers (
    id         INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name       VARCHAR(100) NOT NULL,
    email      VARCHAR(200) NOT NULL UNIQUE,
    created_at DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
);

CREATE TABLE shop.orders (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id INT UNSIGNED    NOT NULL,
    total       DECIMAL(10, 2)  NOT NULL,
    state       ENUM ('open', 'paid', 'sent') NOT NULL DEFAULT 'open',
    FOREIGN KEY (customer_id) REFERENCES shop.customers (id)
);

INSERT INTO shop.customers (name, email)
VALUES ('Ada', 'ada@example.com'), ('Grace', 'grace@example.com'), ('Linus', 'linus@example.com');

INSERT INTO shop.orders (customer_id, total, state)
VALUES (1, 19.90, 'open'), (1, 250.00, 'paid'), (2, 7.35, 'sent');
