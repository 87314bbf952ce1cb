package dev.anole.mysql.schema;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns, from {@code information_schema.columns} (MySQL manual, 28.3.8). */
final class ColumnReader {

    private static final String SELECT = """
            SELECT table_schema, table_name, column_name, data_type, column_type, character_set_name, collation_name,
                   character_maximum_length, numeric_precision, numeric_scale, datetime_precision, is_nullable,
                   column_default, extra, generation_expression, column_comment, %s AS srid
            FROM information_schema.columns WHERE %%s ORDER BY table_schema, table_name, ordinal_position
            """;

    private final Connection connection;
    private final boolean mariaDb;

    ColumnReader(Connection connection, boolean mariaDb) {
        this.connection = connection;
        this.mariaDb = mariaDb;
    }

    Map<TableId, List<ColumnDefinition>> read(TableScope scope) throws SQLException {
        Map<TableId, List<ColumnDefinition>> columns = new HashMap<>();
        // MariaDB's reference system of a column binds no value.
        String select = SELECT.formatted(mariaDb ? "NULL" : "srs_id");
        scope.query(connection, select, "", row -> columns.computeIfAbsent(TableScope.id(row), id -> new ArrayList<>())
                .add(column(row)));
        return columns;
    }

    private ColumnDefinition column(ResultSet row) throws SQLException {
        DataType dataType = DataType.ofName(row.getString("data_type"));
        String columnType = row.getString("column_type");
        String extra = row.getString("extra").toUpperCase(Locale.ROOT);
        String generation = row.getString("generation_expression");
        boolean generated = generation != null && !generation.isEmpty();
        ColumnDefault columnDefault = ColumnDefault.of(row.getString("column_default"), extra, mariaDb);
        return new ColumnDefinition(
                row.getString("column_name"),
                dataType,
                columnType,
                columnType.toLowerCase(Locale.ROOT).contains("unsigned") && isNumber(dataType),
                dataType.isText() ? row.getString("character_set_name") : null,
                dataType.isText() ? row.getString("collation_name") : null,
                length(dataType, row),
                precision(dataType, row),
                dataType == DataType.DECIMAL ? row.getInt("numeric_scale") : 0,
                labels(dataType, columnType),
                row.getString("is_nullable").equals("YES"),
                columnDefault.value(),
                columnDefault.isExpression(),
                extra.contains("AUTO_INCREMENT"),
                generated,
                extra.contains("INVISIBLE"),
                row.getString("column_comment"),
                false,
                extra.contains("VIRTUAL GENERATED"),
                srid(row));
    }

    private static @Nullable Long srid(ResultSet row) throws SQLException {
        long srid = row.getLong("srid");
        return row.wasNull() ? null : srid;
    }

    private static boolean isNumber(DataType dataType) {
        return switch (dataType) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE -> true;
            case BIT,
                    CHAR,
                    VARCHAR,
                    TEXT,
                    BINARY,
                    VARBINARY,
                    BLOB,
                    DATE,
                    DATETIME,
                    TIMESTAMP,
                    TIME,
                    YEAR,
                    ENUM,
                    SET,
                    JSON,
                    VECTOR,
                    GEOMETRY,
                    INET4,
                    INET6,
                    UUID,
                    OTHER -> false;
        };
    }

    private static long length(DataType dataType, ResultSet row) throws SQLException {
        if (dataType == DataType.BIT) {
            return row.getLong("numeric_precision");
        }
        boolean hasLength = dataType == DataType.CHAR
                || dataType == DataType.VARCHAR
                || dataType == DataType.BINARY
                || dataType == DataType.VARBINARY;
        return hasLength ? row.getLong("character_maximum_length") : 0;
    }

    private static int precision(DataType dataType, ResultSet row) throws SQLException {
        if (dataType == DataType.DECIMAL) {
            return row.getInt("numeric_precision");
        }
        boolean hasFraction =
                dataType == DataType.DATETIME || dataType == DataType.TIMESTAMP || dataType == DataType.TIME;
        return hasFraction ? row.getInt("datetime_precision") : 0;
    }

    private static List<String> labels(DataType dataType, String columnType) {
        return dataType == DataType.ENUM || dataType == DataType.SET ? LabelParser.parse(columnType) : List.of();
    }

    /** @param value null if there is none */
    private record ColumnDefault(@Nullable String value, boolean isExpression) {

        /** MySQL gives a constant as it is, MariaDB gives the text of an expression, quotes included. */
        private static ColumnDefault of(@Nullable String text, String extra, boolean mariaDb) {
            if (text == null || (mariaDb && text.equals("NULL"))) {
                return new ColumnDefault(null, false);
            }
            if (!mariaDb) {
                boolean isExpression = extra.contains("DEFAULT_GENERATED");
                return new ColumnDefault(isExpression ? LabelParser.unescape(text) : text, isExpression);
            }
            if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
                return new ColumnDefault(LabelParser.unquote(text), false);
            }
            return new ColumnDefault(text, !text.matches("-?[0-9.]+(e[-+]?[0-9]+)?|b'[01]*'"));
        }
    }
}
