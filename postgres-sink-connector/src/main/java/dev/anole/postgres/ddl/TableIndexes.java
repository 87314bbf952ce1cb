package dev.anole.postgres.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.expression.ExpressionTranslator;
import dev.anole.postgres.ddl.expression.Fidelity;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.PostgresType;
import dev.anole.postgres.types.TypeOverride;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Indexes of a table besides its key, as far as PostgreSQL can have them. */
final class TableIndexes {

    /** Characters of the texts that a full-text index covers; PostgreSQL's tsvector takes no more than 1 MB. */
    private static final int MAX_SEARCHED = 100_000;

    private final MappedTable mapped;
    private final TableDefinition definition;
    private final PostgresName table;
    private final Map<ColumnDefinition, PostgresType> types = new HashMap<>();
    private final ExpressionTranslator translator;
    private final List<Made> made = new ArrayList<>();
    private final List<Omission> omissions = new ArrayList<>();

    /**
     * An index as PostgreSQL has it.
     *
     * @param index MySQL's name
     * @param name PostgreSQL's
     * @param definition what follows the table's name
     */
    record Made(String index, String name, boolean unique, String definition) {}

    TableIndexes(MappedTable mapped) {
        this.mapped = mapped;
        definition = mapped.definition();
        table = mapped.name();
        translator = new ExpressionTranslator(mapped.usualColumns(), column -> Fidelity.EXACT);
        mapped.columns().forEach(column -> types.put(column.column(), column.type()));
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
        Optional<String> special = special(index);
        if (special.isPresent()) {
            made.add(new Made(index.name(), name(mapped, index), false, special.get()));
            return;
        }
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
        String terms = " (" + parts.stream().collect(Collectors.joining(", ")) + ")";
        made.add(new Made(index.name(), name(mapped, index), unique, terms));
    }

    /** An index of another kind than a B-tree; empty if it is none, or left out. */
    private Optional<String> special(IndexDefinition index) {
        String configuration = mapped.mapping().textSearch();
        if (index.kind().equals("FULLTEXT") && configuration != null) {
            return fullText(index, configuration);
        }
        return index.kind().equals("SPATIAL")
                ? column(index.parts().get(0))
                        .filter(column -> isPostgis(type(column)))
                        .map(column -> " USING gist (" + quoted(column) + ")")
                : Optional.empty();
    }

    /** What is looked up by {@code to_tsvector(...) @@ query}; PostgreSQL's tsvector ends at 1 MB (manual, 12.11). */
    private Optional<String> fullText(IndexDefinition index, String configuration) {
        List<String> texts = new ArrayList<>();
        for (IndexDefinition.Part part : index.parts()) {
            Optional<ColumnDefinition> column = column(part)
                    .filter(each ->
                            TypeOverride.isText(TypeOverride.base(type(each).sqlName())));
            if (column.isEmpty()) {
                return Optional.empty();
            }
            String text = quoted(column.get());
            texts.add("coalesce(" + text + ", '')");
        }
        return Optional.of(" USING gin (to_tsvector(" + SqlText.literal(configuration) + "::regconfig, " + "\"left\"("
                + String.join(" || ' ' || ", texts) + ", " + MAX_SEARCHED + ")))");
    }

    private static boolean isPostgis(PostgresType type) {
        return Set.of("geometry", "geography").contains(TypeOverride.base(type.sqlName()));
    }

    private PostgresType type(ColumnDefinition column) {
        return requireNonNull(types.get(column), "a column of the table");
    }

    private static String quoted(ColumnDefinition column) {
        return PostgresName.quote(Identifiers.fit(column.name()));
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
            if (column.isPresent() && TypeOverride.hasNoIndex(type(column.get()).sqlName())) {
                return "PostgreSQL has no such index of " + type(column.get()).sqlName();
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
            String name = quoted(column);
            String base = TypeOverride.base(type(column).sqlName());
            if (prefix == 0 || !base.equals("bytea") && !TypeOverride.isText(base)) {
                return name;
            }
            return base.equals("bytea")
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

    static String name(MappedTable table, IndexDefinition index) {
        return table.mapping().name(Identifiers.join(table.name().name(), index.name() + "_idx"));
    }

    /** Always in the same order. */
    List<String> statements() {
        return made.stream().map(this::statement).toList();
    }

    String statement(Made index) {
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + PostgresName.quote(index.name()) + " ON "
                + table.quoted() + index.definition();
    }

    List<Made> made() {
        return made;
    }

    List<Omission> omissions() {
        return omissions;
    }
}
