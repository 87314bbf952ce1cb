package dev.anole.mysql.ddl;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.ConversionMode;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableClause;
import dev.anole.contract.ddl.TextDefaults;
import java.util.ArrayList;
import java.util.List;

/** Translates a statement's parse tree, of either grammar. */
final class StatementTranslator {

    private final ServerRules rules;
    private final Dialect dialect;
    private final Collations collations;
    private final SqlMode mode;
    private final ConversionMode conversion;
    private final String defaultDatabase;

    StatementTranslator(ServerRules rules, SqlMode mode, ConversionMode conversion, String defaultDatabase) {
        this.conversion = conversion;
        this.rules = rules;
        dialect = rules.dialect();
        collations = rules.collations();
        this.mode = mode;
        this.defaultDatabase = defaultDatabase;
    }

    /**
     * @param orReplace whether the statement says CREATE OR REPLACE
     * @throws UntranslatableException if the replica cannot follow the statement
     */
    SchemaChange translate(Tree sqlStatement, boolean orReplace) {
        Tree ddl = sqlStatement.required("ddlStatement");
        Tree statement = ddl.children().get(0);
        return switch (statement.name()) {
            case "truncateTable" -> new SchemaChange.Truncate(List.of(table(statement)));
            case "dropTable" ->
                new SchemaChange.DropTables(statement.required("tables").children("tableName").stream()
                        .map(this::named)
                        .toList());
            case "dropDatabase" -> new SchemaChange.DropDatabase(statement.identifier());
            case "renameTable" ->
                new SchemaChange.RenameTables(statement.children("renameTableClause").stream()
                        .map(this::renaming)
                        .toList());
            case "copyCreateTable" -> {
                List<Tree> names = statement.children("tableName");
                yield new SchemaChange.CreateTableLike(
                        named(names.get(0)), dialect, isConditional(statement), orReplace, named(names.get(1)));
            }
            case "columnCreateTable" -> createTable(statement, orReplace);
            case "alterTable" -> alterTable(statement);
            case "createIndex" -> {
                TableId table = table(statement);
                TableClause.AddIndex index =
                        new KeyTranslator(dialect, table.database()).index(statement, statement.isConditional());
                String replaced = orReplace ? index.name() : null;
                yield replaced == null
                        ? clauses(table, index)
                        : clauses(table, new TableClause.DropIndex(replaced, true), index);
            }
            case "dropIndex" ->
                clauses(
                        table(statement),
                        new TableClause.DropIndex(statement.required("uid").identifier(), statement.isConditional()));
            default -> throw new UntranslatableException("the statement " + statement.name() + " is not known");
        };
    }

    private SchemaChange clauses(TableId table, TableClause... clauses) {
        return new SchemaChange.AlterTable(table, dialect, false, List.of(clauses), conversion, null);
    }

    private SchemaChange.Renaming renaming(Tree clause) {
        List<Tree> names = clause.children("tableName");
        return new SchemaChange.Renaming(named(names.get(0)), named(names.get(1)), false, false);
    }

    private SchemaChange createTable(Tree statement, boolean orReplace) {
        TableId table = table(statement);
        ClauseTranslator translator = clauses(table.database());
        List<TableClause> clauses = new ArrayList<>();
        for (Tree definition : statement.required("createDefinitions").children()) {
            clauses.add(translator.definition(definition, false));
        }
        ClauseTranslator.comment(statement.children("tableOptionComment")).ifPresent(clauses::add);
        List<Leaf> options = statement.children().stream()
                .filter(each -> each.name().startsWith("tableOption"))
                .flatMap(each -> each.leaves().stream())
                .toList();
        TableTextReader text = new TableTextReader(collations, table.database());
        TextDefaults defaults = text.read(options).orElseGet(text::ofDatabase);
        return new SchemaChange.CreateTable(table, dialect, isConditional(statement), orReplace, clauses, defaults);
    }

    private SchemaChange alterTable(Tree statement) {
        TableId table = table(statement);
        ClauseTranslator translator = clauses(table.database());
        List<Tree> specifications = statement.children().stream()
                .filter(each -> each.name().startsWith("alterBy"))
                .toList();
        List<TableClause> clauses = specifications.stream()
                .flatMap(each -> translator.specification(each).stream())
                .toList();
        TableId name = ClauseTranslator.newName(specifications, defaultDatabase);
        return new SchemaChange.AlterTable(
                table,
                dialect,
                isConditional(statement),
                clauses,
                conversion,
                name == null ? null : new SchemaChange.Renaming(table, name, false, false));
    }

    private ClauseTranslator clauses(String database) {
        KeyTranslator keys = new KeyTranslator(dialect, database);
        TypeTranslator types = new TypeTranslator(dialect, mode, collations);
        return new ClauseTranslator(
                dialect, keys, new ColumnTranslator(types, keys, rules), new TableTextReader(collations, database));
    }

    /** Whether IF EXISTS or IF NOT EXISTS stands in front of the table's name. */
    private static boolean isConditional(Tree statement) {
        return statement.required("tableName").isConditional();
    }

    private TableId table(Tree statement) {
        return named(statement.required("tableName"));
    }

    private TableId named(Tree tableName) {
        return KeyTranslator.table(tableName, defaultDatabase);
    }
}
