package dev.anole.mysql.ddl;

import dev.anole.contract.DataType;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.TextDefaults;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives a column's type as {@code information_schema.columns} has it (MySQL manual, 13 Data Types, 28.3.8). */
final class TypeTranslator {

    private static final int MYSQL_VECTOR_LENGTH = 2048;
    private static final long FLOAT_BITS = 24;

    private final Dialect dialect;
    private final SqlMode mode;
    private final Collations collations;

    TypeTranslator(Dialect dialect, SqlMode mode, Collations collations) {
        this.dialect = dialect;
        this.mode = mode;
        this.collations = collations;
    }

    /**
     * @param dataType the grammar's node
     * @param collation of a COLLATE that stands behind the type; null if there is none
     */
    ColumnType translate(Tree dataType, @Nullable String collation) {
        TypeWords words = TypeWords.of(dataType.leaves()).withCollation(collation);
        return switch (words.name()) {
            case "BOOL", "BOOLEAN" -> ColumnType.number(DataType.TINYINT, "tinyint(1)", false, 0, -1, 0);
            case "TINYINT", "INT1" -> integer(DataType.TINYINT, words, 4, 3);
            case "SMALLINT", "INT2" -> integer(DataType.SMALLINT, words, 6, 5);
            case "MEDIUMINT", "MIDDLEINT", "INT3" -> integer(DataType.MEDIUMINT, words, 9, 8);
            case "INT", "INTEGER", "INT4" -> integer(DataType.INT, words, 11, 10);
            case "BIGINT", "INT8" -> integer(DataType.BIGINT, words, 20, 20);
            case "SERIAL" ->
                ColumnType.number(
                        DataType.BIGINT, isMariaDb() ? "bigint(20) unsigned" : "bigint unsigned", true, 0, -1, 0);
            case "DECIMAL", "DEC", "NUMERIC", "FIXED" -> decimal(words);
            case "FLOAT", "FLOAT4" -> floating(words);
            case "DOUBLE", "DOUBLE PRECISION", "FLOAT8" -> approximate(DataType.DOUBLE, words);
            case "REAL" -> approximate(mode.realAsFloat() ? DataType.FLOAT : DataType.DOUBLE, words);
            case "BIT", "BINARY" -> sized(words.name(), words.number(0, 1));
            case "VARBINARY" -> sized(words.name(), words.number(0, 0));
            case "YEAR" -> ColumnType.plain(DataType.YEAR, isMariaDb() ? "year(4)" : "year", 0);
            case "TIME", "DATETIME", "TIMESTAMP" -> temporal(words);
            case "CHAR", "CHARACTER" -> text("CHAR", words, null);
            case "VARCHAR", "VARCHARACTER", "CHAR VARYING", "CHARACTER VARYING" -> text("VARCHAR", words, null);
            case "NCHAR", "NATIONAL CHAR", "NATIONAL CHARACTER" -> text("CHAR", words, "utf8mb3");
            case "NVARCHAR",
                    "NCHAR VARCHAR",
                    "NCHAR VARYING",
                    "NATIONAL VARCHAR",
                    "NATIONAL CHAR VARYING",
                    "NATIONAL CHARACTER VARYING" -> text("VARCHAR", words, "utf8mb3");
            case "LONG", "LONG VARCHAR", "LONG CHAR VARYING", "LONG CHARACTER VARYING" ->
                text("MEDIUMTEXT", words, null);
            case "LONG VARBINARY" -> plain("MEDIUMBLOB");
            case "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT" -> text(words.name(), words, null);
            case "BLOB" -> plain("BLOB").withCharacters(words.number(0, 0));
            case "ENUM", "SET" -> labelled(words);
            case "JSON" -> isMariaDb() ? plain("LONGTEXT").withText("utf8mb4", "utf8mb4_bin", false) : plain("JSON");
            case "VECTOR" -> vector(words.number(0, MYSQL_VECTOR_LENGTH));
            case "GEOMETRYCOLLECTION", "GEOMCOLLECTION" -> plain(isMariaDb() ? "GEOMETRYCOLLECTION" : "GEOMCOLLECTION");
            default -> plain(words.name());
        };
    }

    private boolean isMariaDb() {
        return dialect == Dialect.MARIADB;
    }

    private static ColumnType plain(String name) {
        return ColumnType.plain(DataType.ofName(name), lower(name), 0);
    }

    private static ColumnType sized(String name, long length) {
        return ColumnType.plain(DataType.ofName(name), lower(name) + "(" + length + ")", length);
    }

    private static ColumnType vector(long length) {
        return ColumnType.plain(DataType.VECTOR, "vector(" + length + ")", 0);
    }

    /** MariaDB shows every display width, MySQL those of TINYINT(1) and of ZEROFILL (MySQL manual, 13.1.6). */
    private ColumnType integer(DataType dataType, TypeWords words, int signedWidth, int unsignedWidth) {
        long width = words.number(0, words.unsigned() ? unsignedWidth : signedWidth);
        boolean isBoolean = dataType == DataType.TINYINT && width == 1 && !words.unsigned();
        boolean showsWidth = isMariaDb() || words.zerofill() || isBoolean;
        String name = lower(dataType.name()) + (showsWidth ? "(" + width + ")" : "");
        return number(dataType, name, words, 0, -1, width);
    }

    private static ColumnType decimal(TypeWords words) {
        long given = words.number(0, 10);
        int precision = (int) (given == 0 ? 10 : given);
        int scale = (int) words.number(1, 0);
        String name = "decimal(" + precision + "," + scale + ")";
        return number(DataType.DECIMAL, name, words, precision, scale, precision + (scale > 0 ? 1 : 0));
    }

    /** FLOAT(p) tells how many bits are needed. */
    private static ColumnType floating(TypeWords words) {
        boolean isDouble = words.numbers().size() == 1 && words.number(0, 0) > FLOAT_BITS;
        return approximate(isDouble ? DataType.DOUBLE : DataType.FLOAT, words);
    }

    private static ColumnType approximate(DataType dataType, TypeWords words) {
        boolean hasScale = words.numbers().size() == 2;
        String size = hasScale ? "(" + words.number(0, 0) + "," + words.number(1, 0) + ")" : "";
        int defaultWidth = dataType == DataType.FLOAT ? 12 : 22;
        return number(
                dataType,
                lower(dataType.name()) + size,
                words,
                0,
                hasScale ? (int) words.number(1, 0) : -1,
                hasScale ? words.number(0, 0) : defaultWidth);
    }

    private static ColumnType number(
            DataType dataType, String name, TypeWords words, int precision, int scale, long width) {
        String sign = words.unsigned() ? " unsigned" : "";
        String fill = words.zerofill() ? " zerofill" : "";
        return ColumnType.number(
                dataType, name + sign + fill, words.unsigned(), precision, scale, words.zerofill() ? (int) width : 0);
    }

    private static ColumnType temporal(TypeWords words) {
        int digits = (int) words.number(0, 0);
        String name = lower(words.name());
        return ColumnType.fractional(DataType.ofName(name), digits == 0 ? name : name + "(" + digits + ")", digits);
    }

    /** @param ownSet the character set that the type's name implies; null if none */
    private ColumnType text(String name, TypeWords words, @Nullable String ownSet) {
        String set = ownSet == null ? words.characterSet() : ownSet;
        if (isBinary(set, words.collation())) {
            return binaryText(name, words);
        }
        ColumnType type =
                switch (name) {
                    case "CHAR" -> sized(name, words.number(0, 1));
                    case "VARCHAR" -> sized(name, words.number(0, 0));
                    case "TEXT" -> plain(name).withCharacters(words.number(0, 0));
                    default -> plain(name);
                };
        return withText(type, set, words);
    }

    private static boolean isBinary(@Nullable String set, @Nullable String collation) {
        return "binary".equalsIgnoreCase(set) || (set == null && "binary".equalsIgnoreCase(collation));
    }

    /** Text in the character set "binary" is no text (MySQL manual, 13.3.1). */
    private static ColumnType binaryText(String name, TypeWords words) {
        return switch (name) {
            case "CHAR" -> sized("BINARY", words.number(0, 1));
            case "VARCHAR" -> sized("VARBINARY", words.number(0, 0));
            case "TEXT" -> plain("BLOB").withCharacters(words.number(0, 0));
            default -> plain(name.replace("TEXT", "BLOB"));
        };
    }

    private ColumnType labelled(TypeWords words) {
        List<String> labels = words.labels();
        String list = labels.stream().map(ExpressionText::quote).collect(Collectors.joining(","));
        String name = lower(words.name());
        ColumnType type = ColumnType.labelled(DataType.ofName(name), name + "(" + list + ")", labels);
        return withText(type, words.characterSet(), words);
    }

    private ColumnType withText(ColumnType type, @Nullable String set, TypeWords words) {
        if (set == null && words.collation() == null) {
            return type.withText(null, null, words.binary());
        }
        TextDefaults text = collations.resolve(set, words.collation());
        boolean binary = words.binary() && words.collation() == null;
        String collation = binary ? text.characterSet() + "_bin" : text.collation();
        return type.withText(text.characterSet(), collation, binary);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
