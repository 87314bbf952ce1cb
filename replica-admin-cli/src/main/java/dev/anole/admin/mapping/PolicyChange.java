package dev.anole.admin.mapping;

import dev.anole.admin.database.TargetDatabase;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.BadValuePolicies;
import dev.anole.postgres.types.MappedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the tables of a replica the policies for bad values that the configuration has now. They hold for what comes;
 * what was written before stays. For one thread.
 */
public final class PolicyChange {

    private final TargetDatabase database;
    private final String source;

    public PolicyChange(TargetDatabase database, String source) {
        this.database = database;
        this.source = source;
    }

    /** Returns the tables whose policies were others. */
    public List<TableId> apply(BadValuePolicies policies) throws SQLException {
        List<TableId> changed = new ArrayList<>();
        for (ReplicaTable table : database.tables(source).all()) {
            if (table.joined() && !table.mapping().badValues().equals(policies)) {
                MappedTable next = new MappedTable(
                        table.definition(), table.name(), table.mapping().withBadValues(policies));
                database.change(source, next, new TableRenderer(next).loosen(table.mapped()));
                changed.add(table.id());
            }
        }
        return changed;
    }
}
