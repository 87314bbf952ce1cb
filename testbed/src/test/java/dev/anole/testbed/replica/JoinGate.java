package dev.anole.testbed.replica;

import static org.awaitility.Awaitility.await;

import dev.anole.testbed.RunningAdmin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stops joins at chosen states, as the catalogue is about to show them: a trigger on the catalogue waits for an advisory
 * lock that the gate holds. Needs the catalogue. For one thread.
 */
final class JoinGate implements AutoCloseable {

    /** A range is finished, another one was before. */
    static final String SECOND_RANGE = "joins: NEW.phase = 'copying' AND OLD.phase = 'copying'"
            + " AND OLD.ranges_left <> '[[null, null]]' AND OLD.ranges_left <> NEW.ranges_left";

    static final String FIRST_RANGE =
            "joins: NEW.phase = 'copying' AND OLD.phase = 'copying' AND OLD.ranges_left <> NEW.ranges_left";
    /** All ranges are finished; nothing is locked. */
    static final String COPIED = "joins: OLD.phase = 'copying' AND NEW.phase = 'building_key'";

    static final String KEY_BUILT = "joins: OLD.phase = 'building_key' AND NEW.phase = 'catching_up'";
    static final String CAUGHT_UP = "joins: OLD.phase = 'catching_up' AND NEW.phase = 'building_indexes'";
    static final String SECOND_INDEX = "joins: NEW.indexes = 2";
    static final String SWAPPING = "tables: NEW.state = 'replicating'";

    /** A group's snapshots are open, and nothing is copied yet. */
    static final String GROUP_BEGUN = "joins: TG_OP = 'INSERT' AND EXISTS (SELECT FROM anole.tables t"
            + " WHERE t.mysql_table = NEW.mysql_table AND t.xmin = pg_current_xact_id()::xid)";

    /** All tables of a group are copied, and not brought up to the stream yet. */
    static final String GROUP_COPIED = "tables: NEW.state = 'catching_up'";

    private static final int LOCK = 4711;
    private static final Duration ARRIVAL = Duration.ofSeconds(60);

    private final Replica replica;
    private final Connection holder;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, String> conditions = new LinkedHashMap<>();
    private int lastNumber;

    JoinGate(Replica replica) throws SQLException {
        this.replica = replica;
        holder = replica.postgres();
        define();
        execute("CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON anole.joins FOR EACH ROW EXECUTE FUNCTION"
                + " public.gate()");
        execute("CREATE TRIGGER gate BEFORE INSERT OR UPDATE OF state ON anole.tables FOR EACH ROW EXECUTE FUNCTION"
                + " public.gate()");
    }

    /** From now on the table's joins stop where the condition holds. */
    void shut(String table, String condition) throws SQLException {
        // A new lock each time: a killed command's session may still wait for the one before.
        int number = ++lastNumber;
        numbers.put(table, number);
        execute("SELECT pg_advisory_lock(" + LOCK + ", " + number + ")");
        conditions.put(table, condition);
        define();
    }

    /** Lets those that wait pass, and nobody past the other condition. */
    void moveTo(String table, String condition) throws SQLException {
        Integer before = numbers.get(table);
        shut(table, condition);
        execute("SELECT pg_advisory_unlock(" + LOCK + ", " + before + ")");
    }

    private boolean hasArrived(String table) throws SQLException {
        return replica.postgresValue("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND classid = "
                        + LOCK + " AND objid = " + numbers.get(table) + " AND NOT granted")
                .equals("t");
    }

    /** The same, for conditions that may throw nothing. */
    boolean isReached(String table) {
        try {
            return hasArrived(table);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look who waits at the gate", e);
        }
    }

    void awaitArrival(String table) {
        await().atMost(ARRIVAL).pollInterval(Duration.ofMillis(20)).until(() -> isReached(table));
    }

    /** Runs a command until it stops at that state, and kills it there. */
    void killAt(String table, String state, String command, String... arguments) throws SQLException {
        shut(table, state);
        try (RunningAdmin admin = replica.adminInBackground(command, arguments)) {
            try {
                awaitArrival(table);
            } catch (RuntimeException e) {
                throw new AssertionError("It did not come to " + state + ": " + admin.output(), e);
            }
            admin.kill();
        }
        // The killed command's session hangs at the gate, and holds its locks, until the next one ends it.
        removeFor(table);
    }

    /** Whoever comes now passes; those that wait go on waiting. */
    void removeFor(String table) throws SQLException {
        conditions.remove(table);
        define();
    }

    /** Lets everybody pass. */
    void open(String table) throws SQLException {
        removeFor(table);
        execute("SELECT pg_advisory_unlock(" + LOCK + ", " + numbers.get(table) + ")");
    }

    private void define() throws SQLException {
        String body = conditions.entrySet().stream()
                .map(entry -> {
                    String[] parts = entry.getValue().split(": ", 2);
                    return "IF TG_TABLE_NAME = '" + parts[0] + "' AND NEW.mysql_table = '" + entry.getKey()
                            + "' THEN IF " + parts[1] + " THEN PERFORM pg_advisory_lock(" + LOCK + ", "
                            + numbers.get(entry.getKey()) + "); PERFORM pg_advisory_unlock(" + LOCK + ", "
                            + numbers.get(entry.getKey()) + "); END IF; END IF;";
                })
                .collect(Collectors.joining("\n"));
        execute("CREATE OR REPLACE FUNCTION public.gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n" + body
                + "\nRETURN NEW; END $$");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = holder.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    result.next();
                }
            }
        }
    }

    /** Lets everybody pass. */
    @Override
    public void close() throws SQLException {
        holder.close();
    }
}
