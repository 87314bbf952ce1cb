package dev.anole.contract.ddl;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a table's definition is after a statement: what {@code information_schema} would say of it (MySQL manual,
 * 15.1.9 ALTER TABLE, 15.1.20 CREATE TABLE).
 */
public final class TableEvolution {

    /** What tables of former catalogues, of which it is not known, are taken for. */
    private static final TextDefaults USUAL = new TextDefaults("utf8mb4", "utf8mb4_0900_ai_ci");

    private TableEvolution() {}

    /** The table that CREATE TABLE makes. */
    public static TableDefinition create(SchemaChange.CreateTable create) {
        TableDefinition empty =
                new TableDefinition(create.table(), List.of(), List.of(), List.of(), "", List.of(), create.text());
        return alter(empty, create.dialect(), create.clauses()).definition();
    }

    /** The table that CREATE TABLE … LIKE makes. */
    public static TableDefinition like(TableDefinition original, TableId table, Dialect dialect) {
        List<CheckDefinition> checks = new ArrayList<>();
        for (CheckDefinition check : original.checks()) {
            String name = dialect == Dialect.MYSQL ? table.table() + "_chk_" + (checks.size() + 1) : check.name();
            checks.add(new CheckDefinition(name, check.expression(), check.enforced()));
        }
        return new TableDefinition(
                table, original.columns(), original.indexes(), List.of(), original.comment(), checks, original.text());
    }

    /**
     * The table behind ALTER TABLE, under the name that it had.
     *
     * @throws EvolutionException if the definition lacks what the statement changes
     */
    public static EvolvedTable alter(TableDefinition before, SchemaChange.AlterTable alter) {
        return alter(before, alter.dialect(), alter.clauses());
    }

    private static EvolvedTable alter(TableDefinition before, Dialect dialect, List<TableClause> clauses) {
        clauses.forEach(clause -> requireKnown(before, clause));
        TextDefaults text = text(before, clauses);
        EvolvedColumns columns = new EvolvedColumns(before, clauses, text);
        EvolvedKeys keys = new EvolvedKeys(before, columns, clauses);
        EvolvedChecks checks = new EvolvedChecks(before, columns, dialect, clauses);
        String comment = before.comment();
        for (TableClause clause : clauses) {
            if (clause instanceof TableClause.SetComment set) {
                comment = set.comment();
            }
        }
        TableDefinition after = new TableDefinition(
                before.id(),
                keys.notNull(columns.columns()),
                keys.indexes(),
                keys.foreignKeys(),
                comment,
                checks.checks(),
                text);
        return new EvolvedTable(
                after, columns.former(), keys.formerIndexes(), recomputes(before, after, columns.former(), clauses));
    }

    /**
     * A key or a constraint that MySQL drops and the definition has not, it has got without logging it, and with it perhaps
     * other rows. An index may be missing: which ones the server drops by itself is not always known, and no row depends on
     * it.
     */
    private static void requireKnown(TableDefinition before, TableClause clause) {
        if (clause instanceof TableClause.DropForeignKey drop) {
            requireKnown(drop.ifExists() || hasForeignKey(before, drop.name()), "foreign key", drop.name());
        } else if (clause instanceof TableClause.DropCheck drop) {
            requireKnown(hasCheck(before, drop.name()), "check", drop.name());
        } else if (clause instanceof TableClause.DropConstraint drop) {
            boolean known = hasForeignKey(before, drop.name())
                    || hasCheck(before, drop.name())
                    || hasIndex(before, drop.name());
            requireKnown(drop.ifExists() || known, "constraint", drop.name());
        } else if (clause instanceof TableClause.DropIndex drop && drop.name().equals(IndexDefinition.PRIMARY)) {
            requireKnown(drop.ifExists() || hasIndex(before, drop.name()), "key", drop.name());
        }
    }

    private static void requireKnown(boolean known, String what, String name) {
        if (!known) {
            throw new EvolutionException(
                    "there is no " + what + " " + name + " in it; MySQL has got it without logging that");
        }
    }

    private static boolean hasForeignKey(TableDefinition table, String name) {
        return table.foreignKeys().stream().anyMatch(key -> key.name().equalsIgnoreCase(name));
    }

    private static boolean hasIndex(TableDefinition table, String name) {
        return table.indexes().stream().anyMatch(index -> index.name().equalsIgnoreCase(name));
    }

    /** MariaDB's JSON columns have one that the definition does not show. */
    private static boolean hasCheck(TableDefinition table, String name) {
        return table.checks().stream().anyMatch(check -> check.name().equalsIgnoreCase(name))
                || table.column(name).filter(ColumnDefinition::json).isPresent();
    }

    /** Their expressions are not known: they may have changed, and what they read may have. */
    private static boolean recomputes(
            TableDefinition before, TableDefinition after, Map<String, String> former, List<TableClause> clauses) {
        List<ColumnDefinition> kept = after.columns().stream()
                .filter(column -> column.generated() && former.containsKey(column.name()))
                .toList();
        boolean redefined = clauses.stream()
                .anyMatch(clause -> clause instanceof TableClause.ChangeColumn change
                        && change.changed().column().generated()
                        && before.column(change.column())
                                .filter(ColumnDefinition::generated)
                                .isPresent());
        boolean converted = after.columns().stream()
                .anyMatch(column -> !column.generated()
                        && before.column(former.getOrDefault(column.name(), ""))
                                .filter(was -> !isSame(was, column))
                                .isPresent());
        return redefined || !kept.isEmpty() && converted;
    }

    private static boolean isSame(ColumnDefinition was, ColumnDefinition now) {
        return was.columnType().equals(now.columnType())
                && String.valueOf(was.characterSet()).equals(String.valueOf(now.characterSet()))
                && String.valueOf(was.collation()).equals(String.valueOf(now.collation()));
    }

    private static TextDefaults text(TableDefinition before, List<TableClause> clauses) {
        TextDefaults text = before.text() == null ? usual(before) : before.text();
        for (TableClause clause : clauses) {
            if (clause instanceof TableClause.SetText set) {
                text = set.text();
            } else if (clause instanceof TableClause.ConvertText convert) {
                text = convert.text();
            }
        }
        return text;
    }

    /** Most tables have one character set. */
    private static TextDefaults usual(TableDefinition table) {
        return table.columns().stream()
                .filter(column -> column.characterSet() != null && column.collation() != null)
                .map(column ->
                        new TextDefaults(String.valueOf(column.characterSet()), String.valueOf(column.collation())))
                .findFirst()
                .orElse(USUAL);
    }

    /** The same table under another name: names that the server has made of the table's go with it. */
    public static TableDefinition rename(TableDefinition before, TableId to) {
        String former = before.id().table();
        List<ForeignKeyDefinition> foreignKeys = before.foreignKeys().stream()
                .map(key -> new ForeignKeyDefinition(
                        renamed(key.name(), former, to.table(), "_ibfk_"),
                        key.columns(),
                        key.referencedTable().equals(before.id()) ? to : key.referencedTable(),
                        key.referencedColumns(),
                        key.onUpdate(),
                        key.onDelete()))
                .toList();
        List<CheckDefinition> checks = before.checks().stream()
                .map(check -> new CheckDefinition(
                        renamed(check.name(), former, to.table(), "_chk_"), check.expression(), check.enforced()))
                .toList();
        return new TableDefinition(
                to, before.columns(), before.indexes(), foreignKeys, before.comment(), checks, before.text());
    }

    private static String renamed(String name, String former, String table, String kind) {
        boolean made = name.startsWith(former + kind)
                && name.substring(former.length() + kind.length()).matches("\\d+");
        return made ? table + name.substring(former.length()) : name;
    }

    /**
     * A table whose foreign keys refer to another one that has changed.
     *
     * @param parent the other table's name before
     * @param newParent its name now
     * @param columns by its columns' former names, those now
     */
    public static TableDefinition follow(
            TableDefinition child, TableId parent, TableId newParent, Map<String, String> columns) {
        List<ForeignKeyDefinition> foreignKeys = child.foreignKeys().stream()
                .map(key -> key.referencedTable().equals(parent)
                        ? new ForeignKeyDefinition(
                                key.name(),
                                key.columns(),
                                newParent,
                                key.referencedColumns().stream()
                                        .map(column -> columns.getOrDefault(column, column))
                                        .toList(),
                                key.onUpdate(),
                                key.onDelete())
                        : key)
                .toList();
        return child.withForeignKeys(foreignKeys);
    }
}
