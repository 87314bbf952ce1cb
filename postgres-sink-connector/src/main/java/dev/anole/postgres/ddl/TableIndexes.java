package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.expression.ExpressionTranslator;
import dev.anole.postgres.ddl.expression.Fidelity;
import dev.anole.postgres.types.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Indexes of a table besides its key, as far as PostgreSQL can have them. */
final class TableIndexes {

    private final TableDefinition definition;
    private final PostgresName table;
    private final ExpressionTranslator translator;
    private final List<String> statements = new ArrayList<>();
    private final List<Omission> omissions = new ArrayList<>();

    TableIndexes(TableDefinition definition, PostgresName table) {
        this.definition = definition;
        this.table = table;
        translator = new ExpressionTranslator(definition, column -> Fidelity.EXACT);
        for (IndexDefinition index : definition.indexes()) {
            if (index.name().equals(IndexDefinition.PRIMARY)) {
                notePrefixOfKey(index);
            } else if (!isReplicaKey(index)) {
                add(index);
            }
        }
    }

    private void notePrefixOfKey(IndexDefinition index) {
        if (!index.coversWholeColumns()) {
            omit(index, "covers whole columns in PostgreSQL, not prefixes");
        }
    }

    private boolean isReplicaKey(IndexDefinition index) {
        return definition.primaryKey().isEmpty()
                && index.unique()
                && index.coversWholeColumns()
                && index.parts().stream()
                        .map(IndexDefinition.Part::column)
                        .toList()
                        .equals(definition.replicaKey());
    }

    private void add(IndexDefinition index) {
        String hindrance = hindrance(index);
        if (hindrance != null) {
            omit(index, "is left out: " + hindrance);
            return;
        }
        // A unique prefix index would refuse rows in PostgreSQL only if it were translated exactly; it is made plain.
        boolean unique = index.unique() && index.coversWholeColumns();
        if (index.unique() && !unique) {
            omit(index, "is not unique in PostgreSQL, since it covers prefixes or expressions");
        }
        IndexWidth width = new IndexWidth(definition, index);
        if (!unique && width.isTooWide()) {
            omit(index, "covers prefixes in PostgreSQL, whose indexes take 2,704 bytes per row");
        }
        List<String> parts = new ArrayList<>();
        for (IndexDefinition.Part part : index.parts()) {
            Optional<String> term = term(part, unique ? 0 : width.prefix(part));
            if (term.isEmpty()) {
                omit(index, "is left out, since its expression has no like in PostgreSQL: " + part.expression());
                return;
            }
            parts.add(term.get() + (part.descending() ? " DESC" : ""));
        }
        statements.add("CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + PostgresName.quote(name(table, index))
                + " ON " + table.quoted() + " (" + parts.stream().collect(Collectors.joining(", ")) + ")");
    }

    /** Why PostgreSQL has no such index; null if it has. */
    private @Nullable String hindrance(IndexDefinition index) {
        if (!index.kind().equals("BTREE") && !index.kind().equals("HASH")) {
            return "it is " + index.kind();
        }
        for (IndexDefinition.Part part : index.parts()) {
            Optional<ColumnDefinition> column = column(part);
            if (column.isPresent() && column.get().json()) {
                return "PostgreSQL has no such index of jsonb";
            }
            boolean isLarge = column.isPresent()
                    && (column.get().dataType() == DataType.TEXT || column.get().dataType() == DataType.BLOB);
            if (isLarge && part.prefixLength() == 0) {
                return "values of " + part.column() + " may be too long for PostgreSQL's indexes";
            }
        }
        return null;
    }

    private Optional<String> term(IndexDefinition.Part part, int prefix) {
        String expression = part.expression();
        if (expression != null) {
            return translator.indexed(expression);
        }
        return column(part).map(column -> {
            String name = PostgresName.quote(Identifiers.fit(column.name()));
            if (prefix == 0) {
                return name;
            }
            return column.dataType().isBinary()
                    ? "(substring(" + name + ", 1, " + prefix + "))"
                    : "(\"left\"(" + name + ", " + prefix + "))";
        });
    }

    private Optional<ColumnDefinition> column(IndexDefinition.Part part) {
        String name = part.column();
        return name == null ? Optional.empty() : definition.column(name);
    }

    private void omit(IndexDefinition index, String detail) {
        omissions.add(new Omission(Omission.Kind.INDEX, index.name(), detail));
    }

    static String name(PostgresName table, IndexDefinition index) {
        return Identifiers.join(table.name(), index.name() + "_idx");
    }

    /** Always in the same order. */
    List<String> statements() {
        return List.copyOf(statements);
    }

    List<Omission> omissions() {
        return omissions;
    }
}
