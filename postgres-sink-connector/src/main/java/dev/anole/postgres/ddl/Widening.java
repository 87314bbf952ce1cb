package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import java.util.List;

/** Tells whether a column can hold whatever another one has (MySQL manual, 13 Data Types). */
public final class Widening {

    /** Digits and sign of the longest integer. */
    private static final int INTEGER_CHARACTERS = 20;

    private Widening() {}

    /** False also where that is not known. */
    public static boolean holds(ColumnDefinition now, ColumnDefinition was) {
        boolean sameType = now.dataType() == was.dataType();
        if (now.columnType().equals(was.columnType())) {
            return sameText(now, was);
        }
        return switch (was.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> holdsInteger(now, was);
            case DECIMAL ->
                sameType
                        && (now.unsigned() == was.unsigned() || was.unsigned())
                        && now.scale() >= was.scale()
                        && now.precision() - now.scale() >= was.precision() - was.scale();
            case VARCHAR, VARBINARY -> sameType && now.length() >= was.length() && sameText(now, was);
            case TEXT, BLOB -> sameType && sizeRank(now) >= sizeRank(was) && sameText(now, was);
            case ENUM, SET -> sameType && startsWith(now.labels(), was.labels()) && sameText(now, was);
            case DATETIME, TIMESTAMP, TIME -> sameType && now.precision() >= was.precision();
            case DATE -> now.dataType() == DataType.DATETIME;
            case FLOAT -> now.columnType().equals("double");
            default -> false;
        };
    }

    private static boolean holdsInteger(ColumnDefinition now, ColumnDefinition was) {
        if (now.dataType() == DataType.VARCHAR) {
            return now.length() >= INTEGER_CHARACTERS;
        }
        if (now.dataType() == DataType.DECIMAL) {
            return now.precision() - now.scale() >= INTEGER_CHARACTERS && (!now.unsigned() || was.unsigned());
        }
        int more = integerBytes(now) - integerBytes(was);
        boolean sameSign = now.unsigned() == was.unsigned();
        return integerBytes(now) > 0 && (sameSign ? more >= 0 : was.unsigned() && more > 0);
    }

    /** UTF-8 has every character. */
    private static boolean sameText(ColumnDefinition now, ColumnDefinition was) {
        String set = String.valueOf(now.characterSet());
        return set.equals(String.valueOf(was.characterSet())) || set.equals("utf8mb4");
    }

    private static int sizeRank(ColumnDefinition column) {
        String type = column.columnType();
        return type.startsWith("tiny") ? 1 : type.startsWith("medium") ? 3 : type.startsWith("long") ? 4 : 2;
    }

    private static int integerBytes(ColumnDefinition column) {
        return switch (column.dataType()) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case MEDIUMINT -> 3;
            case INT -> 4;
            case BIGINT -> 8;
            default -> 0;
        };
    }

    private static boolean startsWith(List<String> labels, List<String> first) {
        return labels.size() >= first.size() && labels.subList(0, first.size()).equals(first);
    }
}
