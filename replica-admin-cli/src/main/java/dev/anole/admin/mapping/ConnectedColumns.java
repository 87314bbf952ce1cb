package dev.anole.admin.mapping;

import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Columns that foreign keys connect, which share one type in PostgreSQL. Immutable. */
final class ConnectedColumns {

    /** By table and column in lower case, all that are connected with it, itself among them. */
    private final Map<String, List<Member>> groups;

    /**
     * @param columnType MySQL's
     * @param refers whether it refers to another one
     */
    record Member(TableId table, String column, String columnType, boolean refers) {
        private String key() {
            return ConnectedColumns.key(table, column);
        }
    }

    private ConnectedColumns(Map<String, List<Member>> groups) {
        this.groups = groups;
    }

    static ConnectedColumns none() {
        return new ConnectedColumns(Map.of());
    }

    /** @param mysql whose {@code information_schema} tells; stays the caller's */
    static ConnectedColumns read(Connection mysql, Collection<String> databases) throws SQLException {
        if (databases.isEmpty()) {
            return none();
        }
        String sql = """
                SELECT k.table_schema, k.table_name, k.column_name, c.column_type, k.referenced_table_schema,
                  k.referenced_table_name, k.referenced_column_name, r.column_type
                FROM information_schema.key_column_usage k
                JOIN information_schema.columns c ON c.table_schema = k.table_schema AND c.table_name = k.table_name
                  AND c.column_name = k.column_name
                JOIN information_schema.columns r ON r.table_schema = k.referenced_table_schema
                  AND r.table_name = k.referenced_table_name AND r.column_name = k.referenced_column_name
                WHERE k.referenced_table_name IS NOT NULL AND k.table_schema IN (%s)""".formatted(String.join(", ", Collections.nCopies(databases.size(), "?")));
        Map<String, List<Member>> groups = new HashMap<>();
        try (PreparedStatement statement = mysql.prepareStatement(sql)) {
            int index = 1;
            for (String database : databases) {
                statement.setString(index++, database);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    connect(
                            groups,
                            new Member(
                                    new TableId(row.getString(1), row.getString(2)),
                                    row.getString(3),
                                    row.getString(4),
                                    true),
                            new Member(
                                    new TableId(row.getString(5), row.getString(6)),
                                    row.getString(7),
                                    row.getString(8),
                                    false));
                }
            }
        }
        return new ConnectedColumns(groups);
    }

    static void connect(Map<String, List<Member>> groups, Member child, Member parent) {
        List<Member> joined = new ArrayList<>();
        for (Member member : List.of(child, parent)) {
            List<Member> group = groups.getOrDefault(member.key(), List.of(member));
            for (Member each : group) {
                joined.removeIf(known -> known.key().equals(each.key()) && !known.refers());
                if (joined.stream().noneMatch(known -> known.key().equals(each.key()))) {
                    joined.add(each.key().equals(child.key()) ? child : each);
                }
            }
        }
        // Those that others refer to come first: theirs is the type.
        joined.sort(Comparator.comparing(Member::refers).thenComparing(Member::key));
        for (Member member : joined) {
            groups.put(member.key(), joined);
        }
    }

    static ConnectedColumns of(Map<String, List<Member>> groups) {
        return new ConnectedColumns(groups);
    }

    /**
     * The type that the connected columns share, if it is not the type table's: the override of one of them, or text in
     * the place of ENUM, whose types are each column's own.
     *
     * @param overrides what the configuration says of a member
     */
    Optional<String> type(TableId table, String column, Function<Member, Optional<String>> overrides) {
        List<Member> group = groups.getOrDefault(key(table, column), List.of());
        for (Member member : group) {
            Optional<String> override = overrides.apply(member);
            if (override.isPresent()) {
                return override;
            }
        }
        boolean labels = group.stream()
                .anyMatch(member -> member.columnType().toLowerCase(Locale.ROOT).startsWith("enum("));
        return labels ? Optional.of("text") : Optional.empty();
    }

    private static String key(TableId table, String column) {
        return table + "." + column.toLowerCase(Locale.ROOT);
    }
}
