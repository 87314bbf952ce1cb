package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.postgres.ddl.expression.Fidelity;
import dev.anole.postgres.types.BadValuePolicy.Action;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.MappedTable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** How near PostgreSQL's values of a table are to MySQL's, by the policies for those that PostgreSQL cannot hold. */
final class ColumnFidelity {

    private ColumnFidelity() {}

    static Function<ColumnDefinition, Fidelity> of(MappedTable table) {
        Map<String, Fidelity> byName = new HashMap<>();
        for (ColumnMapping column : table.columns()) {
            byName.put(column.column().name(), new Fidelity(column.may(Action.NULL), column.may(Action.REPLACE)));
        }
        return column -> byName.getOrDefault(column.name(), Fidelity.EXACT);
    }
}
