CREATE TABLE customers (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email       VARCHAR(120) NOT NULL,
  name        VARCHAR(80) NOT NULL,
  city        VARCHAR(60),
  vip         TINYINT(1) NOT NULL DEFAULT 0,
  preferences JSON,
  joined_on   DATE NOT NULL,
  balance     DECIMAL(12,2) NOT NULL DEFAULT 0.00,
  updated_at  TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  UNIQUE KEY customers_email (email),
  KEY customers_city (city)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who buys';

CREATE TABLE products (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sku         CHAR(12) NOT NULL,
  title       VARCHAR(200) NOT NULL,
  description TEXT,
  price       DECIMAL(10,2) NOT NULL,
  stock       INT NOT NULL,
  weight_kg   DOUBLE,
  tags        SET('new','sale','fragile','bulky') NOT NULL DEFAULT '',
  picture     VARBINARY(64),
  UNIQUE KEY products_sku (sku)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What is sold';

CREATE TABLE orders (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  status      ENUM('new','paid','shipped','cancelled') NOT NULL DEFAULT 'new',
  total       DECIMAL(12,2) NOT NULL DEFAULT 0.00,
  placed_at   DATETIME(6) NOT NULL,
  note        VARCHAR(255),
  KEY orders_customer (customer_id, placed_at),
  CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE order_lines (
  order_id    BIGINT NOT NULL,
  line        SMALLINT NOT NULL,
  product_id  INT UNSIGNED NOT NULL,
  quantity    INT NOT NULL,
  price       DECIMAL(10,2) NOT NULL,
  PRIMARY KEY (order_id, line),
  KEY order_lines_product (product_id),
  CONSTRAINT order_lines_order FOREIGN KEY (order_id) REFERENCES orders (id),
  CONSTRAINT order_lines_product FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE payments (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id    BIGINT NOT NULL,
  method      ENUM('card','transfer','cash') NOT NULL,
  amount      DECIMAL(12,2) NOT NULL,
  paid_at     TIMESTAMP(6) NULL,
  reference   BINARY(16),
  KEY payments_order (order_id),
  CONSTRAINT payments_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE digits (d INT NOT NULL PRIMARY KEY);

INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9);

CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY);

INSERT INTO numbers
SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d
FROM digits a, digits b, digits c, digits e, digits f;

INSERT INTO customers (id, email, name, city, vip, preferences, joined_on, balance)
SELECT n + 1,
  CONCAT('customer', n + 1, '@example.com'),
  CONCAT(ELT(1 + n % 7, 'Ana', 'Bjørn', 'Chloé', 'Dmytro', 'Émile', '藤原', 'Zoë 🦎'), ' ',
         ELT(1 + n % 5, 'O''Neill', 'Müller', 'García', 'Nowak', 'Åberg')),
  IF(n % 11 = 0, NULL, ELT(1 + n % 6, 'Lisboa', 'Zürich', 'Kraków', 'Reykjavík', '東京', 'São Paulo')),
  n % 20 = 0,
  IF(n % 3 = 0, NULL, JSON_OBJECT('newsletter', n % 2 = 0, 'sizes', JSON_ARRAY(n % 10, n / 8), 'emoji', '🛒')),
  DATE_ADD('2019-01-01', INTERVAL n % 2000 DAY),
  (n % 1000) / 10
FROM numbers WHERE n < 20000;

INSERT INTO products (id, sku, title, description, price, stock, weight_kg, tags, picture)
SELECT n + 1,
  CONCAT('SKU-', LPAD(n, 6, '0')),
  CONCAT(ELT(1 + n % 4, 'Lamp', 'Chair', 'Kettle', 'Terrarium'), ' "', n, '"'),
  IF(n % 4 = 0, NULL, CONCAT('Line one\nLine two\twith a tab, a \\ backslash and 100% 🦎 #', n)),
  1 + (n * 37 % 9900) / 100,
  1000000,
  IF(n % 9 = 0, NULL, n / 7),
  n % 16,
  UNHEX(SHA2(n, 256))
FROM numbers WHERE n < 2000;

INSERT INTO orders (id, customer_id, status, total, placed_at, note)
SELECT n + 1,
  1 + n * 7919 % 20000,
  1 + n % 4,
  0,
  DATE_ADD('2024-01-01 00:00:00.000001', INTERVAL n * 397 SECOND),
  IF(n % 10 = 0, 'Leave it with the neighbours; c''est urgent', NULL)
FROM numbers WHERE n < 60000;

INSERT INTO order_lines (order_id, line, product_id, quantity, price)
SELECT o.id, l.d, 1 + (o.id * 31 + l.d * 17) % 2000, 1 + (o.id + l.d) % 5, 0
FROM orders o JOIN digits l ON l.d BETWEEN 1 AND 2 + o.id % 2;

UPDATE order_lines l JOIN products p ON p.id = l.product_id SET l.price = p.price;

UPDATE orders o JOIN (SELECT order_id, SUM(quantity * price) AS total FROM order_lines GROUP BY order_id) l
  ON l.order_id = o.id SET o.total = l.total;

INSERT INTO payments (order_id, method, amount, paid_at, reference)
SELECT id, 1 + id % 3, total, IF(status = 'cancelled', NULL, placed_at), UNHEX(LEFT(SHA2(id, 256), 32))
FROM orders WHERE status <> 'new';

DROP TABLE numbers;

DROP TABLE digits;
