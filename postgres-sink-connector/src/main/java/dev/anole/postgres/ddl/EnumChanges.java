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

    /** @param former by the names of columns that are coming, those that they have */
    EnumChanges(MappedTable was, MappedTable now, Map<String, String> former) {
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
                Optional<PostgresName> same = sameType(was, column, former.get(column.name()));
                if (same.isPresent()) {
                    fates.put(same.get(), Optional.of(name));
                } else {
                    creates.add(create(name, column));
                }
            }
        }
        apply(fates, now.name().schema());
        before.addAll(creates);
    }

    /** The type that the column has, if it has the labels that it will have. */
    private static Optional<PostgresName> sameType(
            MappedTable was, ColumnDefinition column, @Nullable String formerName) {
        return was.definition().columns().stream()
                .filter(each -> each.name().equals(formerName)
                        && EnumTypes.has(each, was)
                        && each.labels().equals(column.labels()))
                .map(each -> EnumTypes.name(was, each))
                .findFirst();
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
