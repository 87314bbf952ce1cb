package dev.anole.admin.mapping;

import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.BadValuePolicies;
import dev.anole.postgres.types.MappedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the tables of a replica the policies for bad values that the configuration has now, where that is safe: what
 * failed may be treated otherwise from now on. What was written or left out by other policies would not be found again:
 * such a table has to be copied. For one thread.
 */
public final class PolicyChange {

    private final TargetDatabase database;
    private final String source;

    public PolicyChange(TargetDatabase database, String source) {
        this.database = database;
        this.source = source;
    }

    /** Returns what was done, and what the operator has to do, a sentence for each table whose policies were others. */
    public List<String> apply(BadValuePolicies policies) throws SQLException {
        List<String> sentences = new ArrayList<>();
        for (ReplicaTable table : database.tables(source).all()) {
            if (table.joined() && !table.mapping().badValues().equals(policies)) {
                sentences.add(apply(table, policies));
            }
        }
        return sentences;
    }

    private String apply(ReplicaTable table, BadValuePolicies policies) throws SQLException {
        if (!policies.mayFollow(table.mapping().badValues())) {
            return "bad_values has changed; " + table.id() + " keeps what it was copied with until it is copied again:"
                    + " replica-admin sync-tables --source " + source + " --tables " + table.id();
        }
        MappedTable next = new MappedTable(
                table.definition(), table.name(), table.mapping().withBadValues(policies));
        try {
            database.change(source, next, new TableRenderer(next).loosen(table.mapped()));
            return "bad_values has changed for " + table.id() + ".";
        } catch (SQLException e) {
            if (!SqlMessage.lockNotAvailable(e)) {
                throw e;
            }
            return "bad_values has changed, but " + table.name() + " is being read: run start-replica again for it.";
        }
    }
}
