package dev.anole.postgres.dependants;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/** Runs the statements that make anew what hung on a table. */
record Statements(Connection connection) {

    private static final int SHOWN = 120;

    /** {@code duplicate_object} (PostgreSQL manual, appendix A): a trigger, a policy or a publication of that name. */
    private static final String EXISTS = "42710";

    /**
     * Runs it, unless the new table has such a thing already.
     *
     * @throws ReplacementException if PostgreSQL refuses the statement itself, as it would each time
     */
    void execute(String sql) throws SQLException, ReplacementException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (!state.startsWith("42") && !state.startsWith("0A")) {
                throw e;
            }
            if (!state.equals(EXISTS)) {
                String line = sql.replaceAll("\\s+", " ");
                throw new ReplacementException(
                        "PostgreSQL refused \"" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line)
                                + "\" for the new table: "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        "Drop that object, run the command again, and create it anew.",
                        e);
            }
            connection.rollback(before);
        }
    }
}
