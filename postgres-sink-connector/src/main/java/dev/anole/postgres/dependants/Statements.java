package dev.anole.postgres.dependants;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements that make anew what hung on a table.
 *
 * @param forbidden takes what the session's role may not do, a clause each; null if that is an error
 */
record Statements(Connection connection, @Nullable Consumer<String> forbidden) {

    private static final int SHOWN = 120;

    /** {@code duplicate_object} (PostgreSQL manual, appendix A): a trigger, a policy or a publication of that name. */
    private static final String EXISTS = "42710";

    /** {@code insufficient_privilege}. */
    private static final String FORBIDDEN = "42501";

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
            if (state.equals(FORBIDDEN) && forbidden != null) {
                forbidden.accept(refused(sql, e));
            } else if (!state.equals(EXISTS)) {
                throw new ReplacementException(
                        refused(sql, e), "Drop that object, run the command again, and create it anew.", e);
            }
            connection.rollback(before);
        }
    }

    private static String refused(String sql, SQLException e) {
        String line = sql.replaceAll("\\s+", " ");
        return "PostgreSQL refused \"" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line)
                + "\" for the new table: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
