package dev.anole.contract.ddl;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CHECK constraints behind a statement. */
final class EvolvedChecks {

    private static final Pattern NAME = Pattern.compile("`((?:[^`]|``)+)`|[\\w$]+|'(?:[^'\\\\]|''|\\\\.)*'");

    private final TableDefinition before;
    private final EvolvedColumns columns;
    private final Dialect dialect;
    private final List<CheckDefinition> checks = new ArrayList<>();

    EvolvedChecks(TableDefinition before, EvolvedColumns columns, Dialect dialect, List<TableClause> clauses) {
        this.before = before;
        this.columns = columns;
        this.dialect = dialect;
        for (CheckDefinition check : before.checks()) {
            keep(check, clauses);
        }
        for (TableClause clause : clauses) {
            if (clause instanceof TableClause.AddCheck add) {
                add(add, "");
            } else if (clause instanceof TableClause.AddColumn add) {
                addAll(add.column());
            } else if (clause instanceof TableClause.ChangeColumn change) {
                addAll(change.changed());
            }
        }
        checks.sort(Comparator.comparing(CheckDefinition::name));
    }

    private void keep(CheckDefinition check, List<TableClause> clauses) {
        boolean enforced = check.enforced();
        for (TableClause clause : clauses) {
            boolean dropped =
                    clause instanceof TableClause.DropCheck drop && drop.name().equalsIgnoreCase(check.name())
                            || clause instanceof TableClause.DropConstraint constraint
                                    && constraint.name().equalsIgnoreCase(check.name())
                            || dialect == Dialect.MARIADB
                                    && clause instanceof TableClause.ChangeColumn change
                                    && change.column().equalsIgnoreCase(check.name());
            if (dropped) {
                return;
            }
            if (clause instanceof TableClause.AlterCheck alter && alter.name().equalsIgnoreCase(check.name())) {
                enforced = alter.enforced();
            }
        }
        // The server refuses to drop a column of a check over several.
        if (!mentionsDropped(check.expression())) {
            checks.add(new CheckDefinition(check.name(), check.expression(), enforced));
        }
    }

    private boolean mentionsDropped(String expression) {
        Matcher matcher = NAME.matcher(expression);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            String name = quoted == null ? matcher.group() : quoted.replace("``", "`");
            if (before.column(name).isPresent() && columns.now(name).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void addAll(ColumnSpec column) {
        if (columns.find(column.column().name()).map(ColumnDefinition::json).orElse(false)) {
            return;
        }
        column.checks().forEach(check -> add(check, column.column().name()));
    }

    /** @param column whose own attribute it is; empty for one of the table */
    private void add(TableClause.AddCheck add, String column) {
        String name = add.name();
        boolean known =
                name != null && checks.stream().anyMatch(check -> check.name().equalsIgnoreCase(name));
        if (known && add.ifNotExists()) {
            return;
        }
        checks.add(new CheckDefinition(
                name == null ? name(column) : name, add.expression(), add.enforced() && dialect == Dialect.MYSQL));
    }

    private String name(String column) {
        if (dialect == Dialect.MARIADB && !column.isEmpty()) {
            return column;
        }
        String prefix = dialect == Dialect.MARIADB ? "CONSTRAINT_" : before.id().table() + "_chk_";
        return prefix + (1 + Numbering.highest(checks.stream().map(CheckDefinition::name), prefix));
    }

    List<CheckDefinition> checks() {
        return checks;
    }
}
