package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.EnumTypes;
import dev.anole.postgres.types.MappedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of ENUM columns that a table needs, made of those that it has. */
final class EnumChanges {

    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();

    /**
     * @param former by the names of columns that are coming, those that they have
     * @param appends whether types may get labels that rows have only after the transaction's end
     */
    EnumChanges(MappedTable was, MappedTable now, Map<String, String> former, boolean appends) {
        Map<PostgresName, Optional<PostgresName>> fates = new LinkedHashMap<>();
        for (ColumnDefinition column : was.definition().columns()) {
            if (EnumTypes.has(column, was)) {
                fates.put(EnumTypes.name(was, column), Optional.empty());
            }
        }
        List<String> creates = new ArrayList<>();
        for (ColumnDefinition column : now.definition().columns()) {
            if (EnumTypes.has(column, now)) {
                PostgresName name = EnumTypes.name(now, column);
                Optional<ColumnDefinition> kept = keepsType(was, now, column, former.get(column.name()), appends);
                if (kept.isPresent()) {
                    fates.put(EnumTypes.name(was, kept.get()), Optional.of(name));
                    column.labels().stream()
                            .skip(kept.get().labels().size())
                            .forEach(label -> creates.add(
                                    "ALTER TYPE " + name.quoted() + " ADD VALUE " + SqlText.literal(label)));
                } else {
                    creates.add(create(name, column));
                }
            }
        }
        apply(fates, now.name().schema());
        before.addAll(creates);
    }

    /**
     * The column as it is, if its type stays and gets at most more labels. They cannot be used before the transaction has
     * ended (PostgreSQL manual, ALTER TYPE), so neither the default nor a new check may have them.
     */
    static Optional<ColumnDefinition> keepsType(
            MappedTable was, MappedTable now, ColumnDefinition column, @Nullable String formerName, boolean appends) {
        boolean sameChecks = new TableChecks(was)
                .conditions()
                .values()
                .containsAll(new TableChecks(now).conditions().values());
        return was.definition().columns().stream()
                .filter(each -> each.name().equals(formerName) && EnumTypes.has(each, was))
                .filter(each -> {
                    List<String> more = more(each.labels(), column.labels());
                    return each.labels().equals(column.labels())
                            || appends
                                    && !more.isEmpty()
                                    && sameChecks
                                    && more.stream().noneMatch(label -> label.equals(column.defaultValue()));
                })
                .findFirst();
    }

    /** What comes behind the labels that are there; empty if those have changed. */
    private static List<String> more(List<String> there, List<String> labels) {
        return labels.size() > there.size() && labels.subList(0, there.size()).equals(there)
                ? labels.subList(there.size(), labels.size())
                : List.of();
    }

    /** Each type that is not to stay as it is gives its name away first, since another one may need it. */
    private void apply(Map<PostgresName, Optional<PostgresName>> fates, String schema) {
        List<String> renames = new ArrayList<>();
        fates.forEach((name, fate) -> {
            if (fate.isPresent() && fate.get().equals(name)) {
                return;
            }
            PostgresName between = new PostgresName(schema, "anole_type_" + renames.size() + after.size());
            if (!name.schema().equals(schema)) {
                before.add("ALTER TYPE " + name.quoted() + " SET SCHEMA " + PostgresName.quote(schema));
            }
            before.add("ALTER TYPE " + new PostgresName(schema, name.name()).quoted() + " RENAME TO "
                    + PostgresName.quote(between.name()));
            if (fate.isPresent()) {
                renames.add("ALTER TYPE " + between.quoted() + " RENAME TO "
                        + PostgresName.quote(fate.get().name()));
            } else {
                after.add("DROP TYPE " + between.quoted());
            }
        });
        before.addAll(renames);
    }

    private static String create(PostgresName name, ColumnDefinition column) {
        return "CREATE TYPE " + name.quoted() + " AS ENUM ("
                + column.labels().stream().map(SqlText::literal).collect(Collectors.joining(", ")) + ")";
    }

    /** Before columns are added and changed. */
    List<String> before() {
        return before;
    }

    /** When no column has the types of before any more. */
    List<String> after() {
        return after;
    }
}
