package dev.anole.postgres.types;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.postgres.catalogue.PostgresName;
import java.nio.charset.StandardCharsets;

/** The PostgreSQL types that MySQL's ENUM columns get, one per column. */
public final class EnumTypes {

    private EnumTypes() {}

    /** Whether a column gets one: PostgreSQL's labels end at 63 bytes; other columns are text with a CHECK. */
    public static boolean has(ColumnDefinition column, MappedTable table) {
        return column.dataType() == DataType.ENUM
                && !table.isOverridden(column)
                && column.labels().stream()
                        .allMatch(label -> label.indexOf('\0') < 0
                                && label.getBytes(StandardCharsets.UTF_8).length <= Identifiers.MAX_BYTES);
    }

    /** The type's name, in its table's schema. */
    public static PostgresName name(MappedTable table, ColumnDefinition column) {
        String usual = Identifiers.join(table.name().name(), column.name() + "_enum");
        return new PostgresName(table.name().schema(), table.mapping().name(usual));
    }
}
