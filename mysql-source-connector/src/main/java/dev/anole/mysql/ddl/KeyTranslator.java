package dev.anole.mysql.ddl;

import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.TableClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gives indexes, foreign keys and checks as the server's views have them. */
final class KeyTranslator {

    private final Dialect dialect;
    private final String database;

    /** @param database of the table that they belong to */
    KeyTranslator(Dialect dialect, String database) {
        this.dialect = dialect;
        this.database = database;
    }

    /** An index, or a primary or unique key. */
    TableClause.AddIndex index(Tree key, boolean ifNotExists) {
        boolean primary = key.hasWord("PRIMARY");
        String name = indexName(key);
        String kind = key.words().stream()
                .map(each -> each.text().toUpperCase(Locale.ROOT))
                .filter(each -> each.equals("FULLTEXT") || each.equals("SPATIAL") || each.equals("VECTOR"))
                .findFirst()
                .orElse("BTREE");
        return new TableClause.AddIndex(
                primary ? IndexDefinition.PRIMARY : name == null ? constraintName(key) : name,
                primary || key.hasWord("UNIQUE"),
                kind,
                parts(key.required("indexColumnNames")),
                ifNotExists);
    }

    private static List<IndexDefinition.Part> parts(Tree names) {
        return names.children("indexColumnName").stream()
                .map(KeyTranslator::part)
                .toList();
    }

    private static IndexDefinition.Part part(Tree part) {
        String column = null;
        String expression = null;
        int prefixLength = 0;
        boolean descending = false;
        for (Leaf leaf : part.leaves()) {
            if (leaf.kind() == Leaf.Kind.NAME) {
                column = leaf.text();
            } else if (leaf.kind() == Leaf.Kind.EXPRESSION) {
                expression = leaf.text();
            } else if (leaf.text().matches("[0-9]+")) {
                prefixLength = Integer.parseInt(leaf.text());
            } else {
                descending |= leaf.isWord("DESC");
            }
        }
        return new IndexDefinition.Part(column, expression, prefixLength, descending);
    }

    /** A foreign key of the table. */
    TableClause.AddForeignKey foreignKey(Tree key, boolean ifNotExists) {
        return foreignKey(
                constraintName(key),
                indexName(key),
                names(key.required("indexColumnNames")),
                key.required("referenceDefinition"),
                ifNotExists);
    }

    /** A foreign key of one column. */
    TableClause.AddForeignKey reference(String column, Tree reference) {
        return foreignKey(null, null, List.of(column), reference, false);
    }

    private TableClause.AddForeignKey foreignKey(
            @Nullable String name, @Nullable String index, List<String> columns, Tree reference, boolean ifNotExists) {
        Tree referencedColumns = reference.child("indexColumnNames");
        Tree action = reference.child("referenceAction");
        return new TableClause.AddForeignKey(
                name,
                index,
                columns,
                table(reference.required("tableName")),
                referencedColumns == null ? List.of() : names(referencedColumns),
                action(action, "UPDATE"),
                action(action, "DELETE"),
                ifNotExists);
    }

    private static List<String> names(Tree columns) {
        return columns.leaves().stream()
                .filter(each -> each.kind() == Leaf.Kind.NAME)
                .map(Leaf::text)
                .toList();
    }

    /** What ON says about an event; the servers differ in how they show that nothing is said. */
    private String action(@Nullable Tree action, String event) {
        List<Leaf> leaves = action == null ? List.of() : action.leaves();
        for (int at = 0; at + 2 < leaves.size(); at++) {
            if (leaves.get(at).isWord("ON") && leaves.get(at + 1).isWord(event)) {
                String first = leaves.get(at + 2).text().toUpperCase(Locale.ROOT);
                boolean twoWords = first.equals("SET") || first.equals("NO");
                return twoWords ? first + " " + leaves.get(at + 3).text().toUpperCase(Locale.ROOT) : first;
            }
        }
        return dialect == Dialect.MARIADB ? "RESTRICT" : "NO ACTION";
    }

    /** A check of a table or a column. MariaDB enforces none in every session. */
    TableClause.AddCheck check(Tree check, boolean ifNotExists) {
        Leaf expression = check.leaf(Leaf.Kind.EXPRESSION);
        return new TableClause.AddCheck(
                constraintName(check),
                expression.text(),
                dialect == Dialect.MYSQL && expression.enforced(),
                ifNotExists);
    }

    /** A table's name, in the database of the table that the statement is about unless it names one. */
    TableId table(Tree name) {
        return table(name, database);
    }

    static TableId table(Tree name, String defaultDatabase) {
        List<String> parts = names(name);
        return parts.size() == 2
                ? new TableId(parts.get(0), parts.get(1))
                : new TableId(defaultDatabase, name.identifier());
    }

    /** The name behind CONSTRAINT. */
    private static @Nullable String constraintName(Tree key) {
        List<Leaf> leaves = key.leaves();
        for (int at = 0; at + 1 < leaves.size(); at++) {
            boolean isNamed =
                    leaves.get(at).isWord("CONSTRAINT") && leaves.get(at + 1).kind() == Leaf.Kind.NAME;
            if (isNamed) {
                return leaves.get(at + 1).text();
            }
        }
        return null;
    }

    /** The name behind the words, in front of the columns. */
    private static @Nullable String indexName(Tree key) {
        List<String> names = new ArrayList<>(
                key.children("uid").stream().map(Tree::identifier).toList());
        if (constraintName(key) != null) {
            names.remove(0);
        }
        return names.isEmpty() ? null : names.get(0);
    }
}
