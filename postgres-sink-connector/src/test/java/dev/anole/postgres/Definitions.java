package dev.anole.postgres;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Definitions for tests, from MySQL's column types. */
public final class Definitions {

    private static final Pattern TYPE = Pattern.compile("(\\w+)(?:\\(([^)]*)\\))?.*");

    private Definitions() {}

    /** The table {@code shop.orders} without keys; its columns may be NULL. */
    public static TableDefinition table(ColumnDefinition... columns) {
        return table(List.of(columns), List.of(), List.of());
    }

    public static TableDefinition table(
            List<ColumnDefinition> columns, List<IndexDefinition> indexes, List<CheckDefinition> checks) {
        return new TableDefinition(new TableId("shop", "orders"), columns, indexes, List.of(), "", checks);
    }

    /** @param columnType such as {@code int unsigned} or {@code enum('a','b')}; text is utf8mb4_0900_ai_ci */
    public static ColumnDefinition column(String name, String columnType) {
        return column(name, columnType, null, false);
    }

    /** A column with a DEFAULT. */
    public static ColumnDefinition column(
            String name, String columnType, @Nullable String defaultValue, boolean isExpression) {
        return column(name, columnType, "utf8mb4_0900_ai_ci", defaultValue, isExpression);
    }

    /** A text column of that collation. */
    public static ColumnDefinition text(String name, String columnType, String collation) {
        return column(name, columnType, collation, null, false);
    }

    private static ColumnDefinition column(
            String name, String columnType, String collation, @Nullable String defaultValue, boolean isExpression) {
        Matcher matcher = TYPE.matcher(columnType);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(columnType);
        }
        DataType type = DataType.ofName(matcher.group(1));
        List<String> arguments = matcher.group(2) == null
                ? List.of()
                : Arrays.asList(matcher.group(2).split(","));
        boolean labelled = type == DataType.ENUM || type == DataType.SET;
        int first = arguments.isEmpty() || labelled ? 0 : Integer.parseInt(arguments.get(0));
        int second = arguments.size() < 2 || labelled ? 0 : Integer.parseInt(arguments.get(1));
        boolean hasPrecision =
                switch (type) {
                    case DECIMAL, DATETIME, TIMESTAMP, TIME -> true;
                    default -> false;
                };
        List<String> labels = new ArrayList<>();
        if (labelled) {
            arguments.forEach(label -> labels.add(label.substring(1, label.length() - 1)));
        }
        return new ColumnDefinition(
                name,
                type,
                columnType,
                columnType.contains("unsigned"),
                type.isText() ? collation.substring(0, collation.indexOf('_')) : null,
                type.isText() ? collation : null,
                hasPrecision ? 0 : first,
                hasPrecision ? first : 0,
                second,
                labels,
                true,
                defaultValue,
                isExpression,
                false,
                false,
                false,
                "");
    }

    public static IndexDefinition index(String name, boolean unique, String... columns) {
        return new IndexDefinition(
                name,
                unique,
                "BTREE",
                Arrays.stream(columns)
                        .map(column -> new IndexDefinition.Part(column, null, 0, false))
                        .toList());
    }
}
