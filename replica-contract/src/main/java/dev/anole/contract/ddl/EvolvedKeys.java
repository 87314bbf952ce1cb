package dev.anole.contract.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnBuilder;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The indexes and foreign keys behind a statement, with those names and indexes that the server makes by itself. */
final class EvolvedKeys {

    private final TableDefinition before;
    private final EvolvedColumns columns;
    private final List<IndexDefinition> indexes = new ArrayList<>();
    private final List<ForeignKeyDefinition> foreignKeys = new ArrayList<>();
    private final Map<String, String> formerIndexes = new HashMap<>();
    /** Names of indexes that a foreign key has brought: another index that serves it takes their place. */
    private final Set<String> generated = new HashSet<>();

    EvolvedKeys(TableDefinition before, EvolvedColumns columns, List<TableClause> clauses) {
        this.before = before;
        this.columns = columns;
        before.foreignKeys().stream()
                .filter(key -> clauses.stream().noneMatch(clause -> drops(clause, key)))
                .forEach(key -> foreignKeys.add(renamed(key)));
        for (IndexDefinition index : before.indexes()) {
            keep(index, clauses);
        }
        for (TableClause clause : clauses) {
            if (clause instanceof TableClause.AddColumn add) {
                if (!add.ifNotExists()
                        || before.column(add.column().column().name()).isEmpty()) {
                    addOfColumn(add.column());
                }
            } else if (clause instanceof TableClause.ChangeColumn change) {
                addOfColumn(change.changed());
            } else if (clause instanceof TableClause.AddIndex add) {
                add(add);
            } else if (clause instanceof TableClause.AddForeignKey add) {
                add(add);
            }
        }
        leaveOutGenerated();
        indexes.sort(Comparator.comparing((IndexDefinition index) -> !isPrimary(index.name()))
                .thenComparing(IndexDefinition::name, String.CASE_INSENSITIVE_ORDER));
        foreignKeys.sort(Comparator.comparing(ForeignKeyDefinition::name, String.CASE_INSENSITIVE_ORDER));
    }

    private static boolean drops(TableClause clause, ForeignKeyDefinition key) {
        return clause instanceof TableClause.DropForeignKey drop && drop.name().equalsIgnoreCase(key.name())
                || clause instanceof TableClause.DropConstraint constraint
                        && constraint.name().equalsIgnoreCase(key.name());
    }

    private ForeignKeyDefinition renamed(ForeignKeyDefinition key) {
        boolean own = key.referencedTable().equals(before.id());
        return new ForeignKeyDefinition(
                key.name(),
                key.columns().stream().map(this::now).toList(),
                key.referencedTable(),
                own ? key.referencedColumns().stream().map(this::now).toList() : key.referencedColumns(),
                key.onUpdate(),
                key.onDelete());
    }

    private String now(String column) {
        return columns.now(column).orElse(column);
    }

    private void keep(IndexDefinition index, List<TableClause> clauses) {
        String name = index.name();
        for (TableClause clause : clauses) {
            boolean dropped =
                    clause instanceof TableClause.DropIndex drop && drop.name().equalsIgnoreCase(index.name())
                            || clause instanceof TableClause.DropConstraint constraint
                                    && index.unique()
                                    && constraint.name().equalsIgnoreCase(index.name());
            if (dropped) {
                return;
            }
            if (clause instanceof TableClause.RenameIndex rename
                    && rename.from().equalsIgnoreCase(index.name())) {
                name = rename.to();
            }
        }
        List<IndexDefinition.Part> parts = new ArrayList<>();
        for (IndexDefinition.Part part : index.parts()) {
            String column = part.column();
            if (column == null) {
                parts.add(part);
            } else {
                columns.now(column).ifPresent(now -> parts.add(part(part, now)));
            }
        }
        if (parts.isEmpty()) {
            return;
        }
        formerIndexes.put(name, index.name());
        indexes.add(new IndexDefinition(name, index.unique(), index.kind(), parts, index.generated()));
        if (index.generated()
                || before.foreignKeys().stream()
                        .anyMatch(key -> key.name().equals(index.name()) && isFor(index, key))) {
            generated.add(name);
        }
    }

    /** Whether it has just the columns of the key, as an index that the server made for it has. */
    private static boolean isFor(IndexDefinition index, ForeignKeyDefinition key) {
        return !index.unique()
                && index.parts().stream()
                        .map(IndexDefinition.Part::column)
                        .toList()
                        .equals(key.columns());
    }

    /** A prefix that is not shorter than the column is none. */
    private IndexDefinition.Part part(IndexDefinition.Part part, String column) {
        Optional<ColumnDefinition> definition = columns.find(column);
        String name = definition.map(ColumnDefinition::name).orElse(column);
        boolean whole = definition
                .filter(each -> each.length() > 0 ? part.prefixLength() >= each.length() : !isLong(each))
                .isPresent();
        return new IndexDefinition.Part(name, null, whole ? 0 : part.prefixLength(), part.descending());
    }

    private static boolean isLong(ColumnDefinition column) {
        return switch (column.dataType()) {
            case TEXT, BLOB, GEOMETRY -> true;
            default -> false;
        };
    }

    private void addOfColumn(ColumnSpec spec) {
        String column = spec.column().name();
        if (spec.key() != ColumnSpec.Key.NONE) {
            boolean primary = spec.key() == ColumnSpec.Key.PRIMARY;
            add(new TableClause.AddIndex(
                    primary ? IndexDefinition.PRIMARY : null,
                    true,
                    "BTREE",
                    List.of(new IndexDefinition.Part(column, null, 0, false)),
                    false));
        }
        TableClause.AddForeignKey references = spec.references();
        if (references != null) {
            add(references);
        }
    }

    private void add(TableClause.AddIndex add) {
        String given = add.name();
        if (given != null && add.ifNotExists() && find(given).isPresent()) {
            return;
        }
        List<IndexDefinition.Part> parts = add.parts().stream()
                .map(part -> {
                    String column = part.column();
                    return column == null ? part : part(part, column);
                })
                .toList();
        indexes.add(
                new IndexDefinition(given == null ? freeName(parts.get(0)) : given, add.unique(), add.kind(), parts));
    }

    private void add(TableClause.AddForeignKey add) {
        String given = add.name();
        if (given != null
                && add.ifNotExists()
                && foreignKeys.stream().anyMatch(key -> key.name().equalsIgnoreCase(given))) {
            return;
        }
        List<String> own = add.columns().stream()
                .map(column -> columns.find(column).map(ColumnDefinition::name).orElse(column))
                .toList();
        String prefix = before.id().table() + "_ibfk_";
        int highest = Math.max(
                Numbering.highest(foreignKeys.stream().map(ForeignKeyDefinition::name), prefix),
                Numbering.highest(before.foreignKeys().stream().map(ForeignKeyDefinition::name), prefix));
        foreignKeys.add(new ForeignKeyDefinition(
                given == null ? prefix + (highest + 1) : given,
                own,
                add.referencedTable(),
                add.referencedColumns(),
                add.onUpdate(),
                add.onDelete()));
        List<IndexDefinition.Part> parts = own.stream()
                .map(column -> new IndexDefinition.Part(column, null, 0, false))
                .toList();
        Optional<IndexDefinition> same = indexes.stream()
                .filter(other -> generated.contains(other.name())
                        && other.parts().size() == parts.size()
                        && begins(other, parts))
                .findFirst();
        String former = same.map(IndexDefinition::name).map(formerIndexes::get).orElse(null);
        same.ifPresent(this::leaveOut);
        String index = given == null ? add.index() : given;
        String name = index == null || find(index).isPresent() ? freeName(parts.get(0)) : index;
        indexes.add(new IndexDefinition(name, false, "BTREE", parts, true));
        generated.add(name);
        // Another index to the server; the same one under another name to whoever has to build it.
        if (former != null) {
            formerIndexes.put(name, former);
        }
    }

    private void leaveOut(IndexDefinition index) {
        indexes.remove(index);
        formerIndexes.remove(index.name());
        generated.remove(index.name());
    }

    /** An index for a foreign key goes if another one begins with its columns. */
    private void leaveOutGenerated() {
        for (String name : List.copyOf(generated)) {
            IndexDefinition made = find(name).orElseThrow();
            boolean served = indexes.stream()
                    .filter(other -> !other.name().equals(made.name()) && begins(other, made.parts()))
                    .anyMatch(other -> !generated.contains(other.name())
                            || other.parts().size() > made.parts().size());
            if (served) {
                leaveOut(made);
            }
        }
    }

    private static boolean begins(IndexDefinition index, List<IndexDefinition.Part> with) {
        if (!index.kind().equals("BTREE") || index.parts().size() < with.size()) {
            return false;
        }
        for (int i = 0; i < with.size(); i++) {
            IndexDefinition.Part part = index.parts().get(i);
            String column = part.column();
            if (column == null
                    || part.prefixLength() > 0
                    || !column.equalsIgnoreCase(requireNonNull(with.get(i).column()))) {
                return false;
            }
        }
        return true;
    }

    /** As the server makes it of the first part ({@code make_unique_key_name} in its source). */
    private String freeName(IndexDefinition.Part first) {
        String column = first.column();
        String usual = column == null ? "functional_index" : column;
        String name = usual;
        for (int number = 2; isPrimary(name) || find(name).isPresent(); number++) {
            name = usual + "_" + number;
        }
        return name;
    }

    private static boolean isPrimary(String name) {
        return name.toUpperCase(Locale.ROOT).equals(IndexDefinition.PRIMARY);
    }

    private Optional<IndexDefinition> find(String name) {
        return indexes.stream()
                .filter(index -> index.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The columns, those of the primary key NOT NULL. */
    List<ColumnDefinition> notNull(List<ColumnDefinition> all) {
        Set<@Nullable String> key = new HashSet<>();
        find(IndexDefinition.PRIMARY).ifPresent(index -> index.parts().forEach(part -> key.add(part.column())));
        return all.stream()
                .map(column -> key.contains(column.name())
                        ? ColumnBuilder.of(column).nullable(false).build()
                        : column)
                .toList();
    }

    List<IndexDefinition> indexes() {
        return indexes;
    }

    List<ForeignKeyDefinition> foreignKeys() {
        return foreignKeys;
    }

    /** By the name now, the one before. */
    Map<String, String> formerIndexes() {
        return formerIndexes;
    }
}
