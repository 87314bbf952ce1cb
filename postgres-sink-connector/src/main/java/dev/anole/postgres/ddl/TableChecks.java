package dev.anole.postgres.ddl;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.expression.ExpressionTranslator;
import dev.anole.postgres.types.EnumTypes;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** CHECK constraints of a table: MySQL's, as far as they can be translated, and one for each ENUM that is text. */
final class TableChecks {

    /** Names of constraints are the table's own. */
    private final Map<String, String> conditions = new LinkedHashMap<>();

    private final List<Omission> omissions = new ArrayList<>();

    TableChecks(MappedTable table) {
        TableDefinition definition = table.definition();
        for (ColumnDefinition column : definition.columns()) {
            if (column.dataType() == DataType.ENUM && !EnumTypes.has(column, table) && !table.isOverridden(column)) {
                conditions.put(Identifiers.fit(column.name() + "_labels"), labels(column));
            }
        }
        ExpressionTranslator translator = new ExpressionTranslator(table.usualColumns(), ColumnFidelity.of(table));
        for (CheckDefinition check : definition.checks()) {
            add(check, translator);
        }
    }

    private void add(CheckDefinition check, ExpressionTranslator translator) {
        if (!check.enforced()) {
            omissions.add(new Omission(
                    Omission.Kind.CHECK, check.name(), "is left out, since MySQL may have rows that violate it"));
            return;
        }
        Optional<String> condition = translator.check(check.expression());
        if (condition.isEmpty()) {
            omissions.add(new Omission(
                    Omission.Kind.CHECK,
                    check.name(),
                    "is left out, since its translation might refuse rows: " + check.expression()));
            return;
        }
        String name = Identifiers.fit(check.name());
        conditions.put(conditions.containsKey(name) ? Identifiers.join(check.name(), "check") : name, condition.get());
    }

    private static String labels(ColumnDefinition column) {
        return "(" + PostgresName.quote(Identifiers.fit(column.name())) + " IN ("
                + column.labels().stream().map(SqlText::literal).collect(Collectors.joining(", ")) + "))";
    }

    /** Clauses of CREATE TABLE. */
    List<String> clauses() {
        List<String> clauses = new ArrayList<>();
        conditions.forEach(
                (name, condition) -> clauses.add("CONSTRAINT " + PostgresName.quote(name) + " CHECK " + condition));
        return clauses;
    }

    /** By the constraint's name. */
    Map<String, String> conditions() {
        return conditions;
    }

    List<String> names() {
        return List.copyOf(conditions.keySet());
    }

    List<Omission> omissions() {
        return omissions;
    }
}
