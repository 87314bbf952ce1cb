package dev.anole.admin.initialise;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceSettings;
import dev.anole.admin.join.CascadeChecks;
import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableDefinition;
import dev.anole.mysql.schema.DefinitionReader;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.mysql.server.Problem;
import dev.anole.mysql.server.ServerChecks;
import dev.anole.mysql.stream.TableFilter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What MySQL offers to replicate, and that it is fit for it. For one thread. */
public final class SourceTables {

    /** Where the first event of every binlog file begins, behind the file's magic number. */
    private static final long FIRST_EVENT = 4;

    private final Connection mysql;
    private final SourceSettings settings;
    private final TableFilter filter;

    /** @param mysql by which it is read; stays the caller's */
    public SourceTables(Connection mysql, ReplicaSource source) {
        this.mysql = mysql;
        settings = source.settings();
        filter = settings.filter();
    }

    /**
     * Checks the server.
     *
     * @return what may harm the replica later, one sentence each
     * @throws AdminException with the statements that mend it, if the server cannot be a source
     */
    public List<String> requireFit() throws SQLException {
        List<Problem> problems = ServerChecks.problems(mysql, filter);
        String fatal = problems.stream()
                .filter(Problem::isFatal)
                .map(problem -> "\n  " + problem.message())
                .collect(joining());
        if (!fatal.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "This MySQL server cannot be replicated as it is:" + fatal,
                    "Run the statements named there, and reconnect MySQL's clients, whose sessions keep the old settings.");
        }
        return problems.stream().map(Problem::message).toList();
    }

    /**
     * The tables that the source's filter lets through.
     *
     * @throws AdminException if a foreign key's effects would be lost
     */
    public List<TableDefinition> select() throws SQLException {
        List<TableDefinition> tables = new DefinitionReader(mysql)
                .read(settings.schemaMappings().keySet()).stream()
                        .filter(table -> filter.publishes(table.id()))
                        .toList();
        if (!new MySqlServer(mysql).logsCascades()) {
            CascadeChecks.requireExact(tables);
        }
        return tables;
    }

    /** Entries of limit_tables that name none of the tables, one sentence each. */
    public List<String> unusedLimits(List<TableDefinition> tables) {
        return settings.limitTables().stream()
                .filter(entry -> tables.stream()
                        .map(TableDefinition::id)
                        .noneMatch(id -> entry.equals(id.database()) || entry.equals(id.toString())))
                .map(entry -> "limit_tables has " + entry + ", which names no table that is replicated.")
                .toList();
    }

    /** Where the binlog ends now; without GTIDs where the configuration forbids them. */
    SourcePosition position() throws SQLException {
        SourcePosition position = new MySqlServer(mysql).position();
        GtidSet gtids = position.gtids();
        if (!settings.gtidEnable() || gtids == null) {
            return new SourcePosition(position.file(), position.position(), null);
        }
        // The GTIDs count. The file position may be ahead of them, where the sink must not seem to be before it is.
        return new SourcePosition(position.file(), FIRST_EVENT, gtids);
    }
}
