package dev.anole.mysql.ddl;

import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.ColumnPlace;
import dev.anole.contract.ddl.ColumnSpec;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.TableClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates the clauses of CREATE TABLE and ALTER TABLE (MySQL manual, 15.1.9 and 15.1.20). */
final class ClauseTranslator {

    private final Dialect dialect;
    private final KeyTranslator keys;
    private final ColumnTranslator columns;
    private final TableTextReader text;

    ClauseTranslator(Dialect dialect, KeyTranslator keys, ColumnTranslator columns, TableTextReader text) {
        this.dialect = dialect;
        this.keys = keys;
        this.columns = columns;
        this.text = text;
    }

    /** A definition within the brackets of CREATE TABLE or of ADD. */
    TableClause definition(Tree definition, boolean ifNotExists) {
        return switch (definition.name()) {
            case "columnDeclaration" -> new TableClause.AddColumn(column(definition), null, ifNotExists);
            case "constraintDeclaration" -> {
                Tree constraint = definition.children().get(0);
                yield switch (constraint.name()) {
                    case "foreignKeyTableConstraint" -> keys.foreignKey(constraint, ifNotExists);
                    case "checkTableConstraint" -> keys.check(constraint, ifNotExists);
                    default -> keys.index(constraint, ifNotExists);
                };
            }
            case "indexDeclaration" -> keys.index(definition.children().get(0), ifNotExists);
            default -> throw unknown(definition);
        };
    }

    private ColumnSpec column(Tree declaration) {
        return columns.translate(declaration.identifier(), declaration.required("columnDefinition"));
    }

    /** A clause of ALTER TABLE; none if it changes nothing. */
    List<TableClause> specification(Tree clause) {
        boolean conditional = clause.isConditional();
        return switch (clause.name()) {
            case "alterByTableOption", "alterByDefaultCharset" -> options(clause);
            case "alterByAddColumn" ->
                List.of(new TableClause.AddColumn(column(clause), place(clause, 1), conditional));
            case "alterByAddColumns" -> addColumns(clause, conditional);
            case "alterByAddDefinitions" ->
                clause.children().stream()
                        .filter(each -> each.name().endsWith("Declaration"))
                        .map(each -> definition(each, conditional))
                        .toList();
            case "alterByAddIndex", "alterByAddPrimaryKey", "alterByAddUniqueKey", "alterByAddSpecialIndex" ->
                List.of(keys.index(clause, conditional));
            case "alterByAddForeignKey" -> List.of(keys.foreignKey(clause, conditional));
            case "alterByAddCheckTableConstraint" -> List.of(keys.check(clause, conditional));
            case "alterByAlterCheckTableConstraint" ->
                List.of(new TableClause.AlterCheck(clause.identifier(), !clause.hasWord("NOT")));
            case "alterByChangeDefault", "alterByAlterColumnDefault" -> List.of(columnSetting(clause, conditional));
            case "alterByChangeColumn" ->
                List.of(new TableClause.ChangeColumn(
                        name(clause, 0),
                        columns.translate(name(clause, 1), clause.required("columnDefinition")),
                        place(clause, 2),
                        conditional));
            case "alterByModifyColumn" ->
                List.of(new TableClause.ChangeColumn(name(clause, 0), column(clause), place(clause, 1), conditional));
            case "alterByRenameColumn" -> List.of(new TableClause.RenameColumn(name(clause, 0), name(clause, 1)));
            case "alterByRenameIndex" ->
                List.of(new TableClause.RenameIndex(name(clause, 0), name(clause, 1), conditional));
            case "alterByConvertCharset", "alterByConvertCharacterset" ->
                List.of(new TableClause.ConvertText(text.read(clause.leaves()).orElseThrow(() -> unknown(clause))));
            case "alterByRename" -> List.of();
            default -> List.of(drop(clause, conditional));
        };
    }

    private static TableClause drop(Tree clause, boolean conditional) {
        return switch (clause.name()) {
            case "alterByDropColumn" -> new TableClause.DropColumn(clause.identifier(), conditional);
            case "alterByDropPrimaryKey" -> new TableClause.DropIndex(IndexDefinition.PRIMARY, conditional);
            case "alterByDropIndex" -> new TableClause.DropIndex(clause.identifier(), conditional);
            case "alterByDropForeignKey" -> new TableClause.DropForeignKey(lastName(clause), conditional);
            case "alterByDropConstraintCheck" ->
                clause.hasWord("CHECK")
                        ? new TableClause.DropCheck(clause.identifier())
                        : new TableClause.DropConstraint(clause.identifier(), conditional);
            default -> throw unknown(clause);
        };
    }

    private List<TableClause> addColumns(Tree clause, boolean conditional) {
        List<TableClause> added = new ArrayList<>();
        List<Tree> definitions = clause.children("columnDefinition");
        for (int at = 0; at < definitions.size(); at++) {
            ColumnSpec column = columns.translate(name(clause, at), definitions.get(at));
            added.add(new TableClause.AddColumn(column, null, conditional));
        }
        return added;
    }

    private TableClause columnSetting(Tree clause, boolean conditional) {
        String column = clause.identifier();
        if (clause.hasWord("VISIBLE") || clause.hasWord("INVISIBLE")) {
            return new TableClause.SetVisible(column, clause.hasWord("VISIBLE"));
        }
        if (clause.hasWord("DROP")) {
            return new TableClause.SetDefault(column, null, false, conditional);
        }
        ColumnDefault value = ColumnDefault.of(clause.leaf(Leaf.Kind.EXPRESSION).tokens(), null, dialect);
        return new TableClause.SetDefault(column, value.value(), value.isExpression(), conditional);
    }

    /** Options of a table, of which only those for text and the comment change its definition. */
    private List<TableClause> options(Tree clause) {
        List<TableClause> changes = new ArrayList<>();
        text.read(clause.leaves()).map(TableClause.SetText::new).ifPresent(changes::add);
        comment(clause.children("tableOptionComment")).ifPresent(changes::add);
        return changes;
    }

    static Optional<TableClause.SetComment> comment(List<Tree> comments) {
        return comments.isEmpty()
                ? Optional.empty()
                : Optional.of(new TableClause.SetComment(
                        comments.get(comments.size() - 1).string()));
    }

    /** @param names how many names stand in front of the one behind AFTER */
    private static @Nullable ColumnPlace place(Tree clause, int names) {
        if (clause.hasWord("FIRST")) {
            return new ColumnPlace(null);
        }
        return clause.hasWord("AFTER") ? new ColumnPlace(name(clause, names)) : null;
    }

    private static String name(Tree clause, int index) {
        return clause.children("uid").get(index).identifier();
    }

    /** The name of a foreign key, which may have the database's in front of it. */
    private static String lastName(Tree clause) {
        return clause.leaves().stream()
                .filter(each -> each.kind() == Leaf.Kind.NAME)
                .reduce((first, second) -> second)
                .map(Leaf::text)
                .orElseThrow(() -> unknown(clause));
    }

    /** The new name of the table, if a clause gives one. */
    static @Nullable TableId newName(List<Tree> clauses, String defaultDatabase) {
        return clauses.stream()
                .filter(each -> each.name().equals("alterByRename"))
                .map(each -> KeyTranslator.table(each, defaultDatabase))
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private static UntranslatableException unknown(Tree clause) {
        return new UntranslatableException("the clause " + clause.name() + " is not known");
    }
}
