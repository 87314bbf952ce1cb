package dev.anole.admin.detach;

import static java.util.stream.Collectors.joining;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.Identifiers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Triggers that do what MySQL's ON UPDATE CURRENT_TIMESTAMP does: where an update changes a row, and not the column itself,
 * the column gets the statement's time (MySQL manual, 13.2.5).
 */
final class OnUpdateTriggers {

    /** Of a second, in a type such as timestamp(3). */
    private static final Pattern DIGITS = Pattern.compile("\\((\\d)\\)");

    private static final String MARK = "Made by Anole in the place of ON UPDATE CURRENT_TIMESTAMP";

    private final LiveTables tables;

    OnUpdateTriggers(LiveTables tables) {
        this.tables = tables;
    }

    /** Returns the tables that have one now. */
    List<String> create(Map<TableId, List<String>> columns) throws SQLException {
        List<String> created = new ArrayList<>();
        for (ReplicaTable table : tables.all()) {
            List<String> ofTable = columns.getOrDefault(table.id(), List.of());
            if (!ofTable.isEmpty()
                    && (isThere(tables.postgres(), table.name())
                            || tables.run(
                                    "The trigger for ON UPDATE CURRENT_TIMESTAMP of " + table.name(),
                                    statements(table, ofTable)))) {
                created.add(table.name().toString());
            }
        }
        return created;
    }

    /** Of the trigger, and of its function in the table's schema. */
    static PostgresName name(PostgresName table) {
        return new PostgresName(table.schema(), Identifiers.join(table.name(), "on_update"));
    }

    private static List<String> statements(ReplicaTable replicated, List<String> columns) {
        PostgresName table = replicated.name();
        PostgresName trigger = name(table);
        String function = trigger.quoted() + "()";
        String body = replicated.mapped().columns().stream()
                .filter(mapping -> columns.contains(mapping.column().name()))
                .map(OnUpdateTriggers::assignment)
                .collect(joining());
        // Compared as they are stored, since not every type has an operator.
        return List.of(
                "CREATE FUNCTION " + function + " RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n" + body
                        + "  RETURN NEW;\nEND\n$body$",
                "COMMENT ON FUNCTION " + function + " IS '" + MARK + "'",
                "CREATE TRIGGER " + PostgresName.quote(trigger.name()) + " BEFORE UPDATE ON " + table.quoted()
                        + " FOR EACH ROW WHEN (OLD *<> NEW) EXECUTE FUNCTION " + function);
    }

    /** MySQL cuts the time where PostgreSQL would round it, into the future. */
    private static String assignment(ColumnMapping mapping) {
        String column = mapping.quotedName();
        Matcher digits = DIGITS.matcher(mapping.type().sqlName());
        int precision = digits.find() ? Integer.parseInt(digits.group(1)) : 6;
        return "  IF NEW." + column + " IS NOT DISTINCT FROM OLD." + column + " THEN NEW." + column
                + " := date_bin('" + BigDecimal.ONE.movePointLeft(precision).toPlainString()
                + " seconds', statement_timestamp(), TIMESTAMPTZ 'epoch'); END IF;\n";
    }

    /** Whether the table has the trigger from a former run; one of users by that name is none. */
    static boolean isThere(Connection connection, PostgresName table) throws SQLException {
        String sql = """
                SELECT FROM pg_trigger WHERE tgrelid = to_regclass(?) AND tgname = ?
                  AND obj_description(tgfoid, 'pg_proc') = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.quoted());
            statement.setString(2, name(table).name());
            statement.setString(3, MARK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Columns of MySQL's that fill themselves at an update, by table. */
    static Map<TableId, List<String>> columns(Connection mysql, Iterable<String> databases) throws SQLException {
        String sql = """
                SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = ? AND lower(extra) LIKE '%on update current_timestamp%'
                ORDER BY table_name, ordinal_position""";
        Map<TableId, List<String>> columns = new HashMap<>();
        try (PreparedStatement statement = mysql.prepareStatement(sql)) {
            for (String database : databases) {
                statement.setString(1, database);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        columns.computeIfAbsent(new TableId(database, rows.getString(1)), id -> new ArrayList<>())
                                .add(rows.getString(2));
                    }
                }
            }
        }
        return columns;
    }
}
