package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.postgres.ddl.expression.Fidelity;

/** How near PostgreSQL's values are to MySQL's: dates that it lacks become NULL, text loses its NUL characters. */
final class ColumnFidelity {

    private ColumnFidelity() {}

    static Fidelity of(ColumnDefinition column) {
        return switch (column.dataType()) {
            case DATE, DATETIME, TIMESTAMP, TIME, ENUM -> new Fidelity(true, false, false);
            case CHAR, VARCHAR, TEXT, SET, JSON -> new Fidelity(false, true, false);
            case TINYINT,
                    SMALLINT,
                    MEDIUMINT,
                    INT,
                    BIGINT,
                    DECIMAL,
                    FLOAT,
                    DOUBLE,
                    BIT,
                    BINARY,
                    VARBINARY,
                    BLOB,
                    YEAR,
                    VECTOR,
                    GEOMETRY,
                    INET4,
                    INET6,
                    UUID -> Fidelity.EXACT;
        };
    }
}
