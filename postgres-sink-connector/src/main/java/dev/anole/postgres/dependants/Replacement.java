package dev.anole.postgres.dependants;

import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.ddl.TableRenderer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Puts a table in the place of another one of the same name, in the caller's transaction: the views on it are dropped
 * and made anew, and what it had besides its rows goes over. Used by one thread.
 */
public final class Replacement {

    private final Connection connection;
    private final ReplicaTable old;
    private final TableDefinition next;

    /** Puts the new table where the old one was. */
    @FunctionalInterface
    public interface Move {
        void run() throws SQLException;
    }

    /**
     * @param connection in manual commit mode
     * @param old as the catalogue has it
     * @param next what the new table was made by
     */
    public Replacement(Connection connection, ReplicaTable old, TableDefinition next) {
        this.connection = connection;
        this.old = old;
        this.next = next;
    }

    /**
     * Drops the old table, has the new one moved, and puts everything back. If it throws, the transaction is to be
     * rolled back.
     *
     * @throws ReplacementException naming what cannot go over
     * @throws SQLException also if a lock is not to be had in time; if others made views meanwhile (2BP01)
     */
    public void run(Move move) throws SQLException, ReplacementException {
        PutAside aside = PutAside.all(connection, old.mapped(), next);
        List<Obstacle> obstacles = aside.dependants().obstaclesTo(next);
        if (!obstacles.isEmpty()) {
            throw new ReplacementException(obstacles);
        }
        aside.dropViews();
        try (Statement statement = connection.createStatement()) {
            for (String sql : new TableRenderer(old.mapped()).drop()) {
                statement.execute(sql);
            }
        }
        move.run();
        aside.restore();
    }
}
