package dev.anole.contract.ddl;

import dev.anole.contract.ColumnBuilder;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns behind a statement. As in the server ({@code mysql_prepare_alter_table} in its source), clauses name
 * columns as they were, except that AFTER names them as they will be.
 */
final class EvolvedColumns {

    private final TableDefinition before;
    private final TextDefaults text;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    /** By the name now. */
    private final Map<String, String> former = new HashMap<>();
    /** By the name before, in lower case; empty for columns that are gone. */
    private final Map<String, Optional<String>> now = new HashMap<>();

    EvolvedColumns(TableDefinition before, List<TableClause> clauses, TextDefaults text) {
        this.before = before;
        this.text = text;
        Map<String, TableClause> byColumn = byColumn(clauses);
        for (ColumnDefinition column : before.columns()) {
            keep(column, byColumn.get(key(column.name())), clauses);
        }
        for (TableClause clause : clauses) {
            if (clause instanceof TableClause.AddColumn add) {
                if (!add.ifNotExists() || before.column(name(add.column())).isEmpty()) {
                    insert(resolve(add.column()), add.place());
                }
            } else if (clause instanceof TableClause.ChangeColumn change
                    && change.place() != null
                    && before.column(change.column()).isPresent()) {
                ColumnDefinition column = changed(change);
                insert(column, change.place());
            }
        }
    }

    private Map<String, TableClause> byColumn(List<TableClause> clauses) {
        Map<String, TableClause> byColumn = new HashMap<>();
        for (TableClause clause : clauses) {
            if (clause instanceof TableClause.DropColumn drop) {
                put(byColumn, drop.column(), drop.ifExists(), drop);
            } else if (clause instanceof TableClause.ChangeColumn change) {
                put(byColumn, change.column(), change.ifExists(), change);
            } else if (clause instanceof TableClause.RenameColumn rename) {
                put(byColumn, rename.from(), false, rename);
            }
        }
        return byColumn;
    }

    private void put(Map<String, TableClause> byColumn, String column, boolean ifExists, TableClause clause) {
        if (before.column(column).isPresent()) {
            byColumn.put(key(column), clause);
        } else if (!ifExists) {
            throw new EvolutionException("it changes the column " + column + ", which " + before.id() + " has not");
        }
    }

    private void keep(ColumnDefinition column, @Nullable TableClause clause, List<TableClause> clauses) {
        if (clause instanceof TableClause.DropColumn) {
            now.put(key(column.name()), Optional.empty());
        } else if (clause instanceof TableClause.ChangeColumn change) {
            if (change.place() == null) {
                columns.add(changed(change));
            }
        } else {
            String name = clause instanceof TableClause.RenameColumn rename ? rename.to() : column.name();
            ColumnDefinition kept = column;
            for (TableClause each : clauses) {
                kept = adjust(kept, column.name(), each);
            }
            note(column.name(), name);
            columns.add(ColumnBuilder.of(kept).name(name).build());
        }
    }

    private ColumnDefinition changed(TableClause.ChangeColumn change) {
        ColumnDefinition column = resolve(change.changed());
        String name = before.column(change.column()).map(ColumnDefinition::name).orElse(change.column());
        note(name, column.name());
        return column;
    }

    private void note(String was, String is) {
        former.put(is, was);
        now.put(key(was), Optional.of(is));
    }

    /** What clauses change of a column that they do not spell. */
    private static ColumnDefinition adjust(ColumnDefinition column, String name, TableClause clause) {
        if (clause instanceof TableClause.SetDefault set && set.column().equalsIgnoreCase(name)) {
            return ColumnBuilder.of(column)
                    .defaultValue(set.value(), set.isExpression())
                    .build();
        }
        if (clause instanceof TableClause.SetVisible set && set.column().equalsIgnoreCase(name)) {
            return ColumnBuilder.of(column).invisible(!set.visible()).build();
        }
        if (clause instanceof TableClause.ConvertText convert
                && column.dataType().isText()
                && !column.json()) {
            return withText(
                    column, convert.text().characterSet(), convert.text().collation());
        }
        return column;
    }

    private void insert(ColumnDefinition column, @Nullable ColumnPlace place) {
        if (place == null) {
            columns.add(column);
            return;
        }
        String after = place.after();
        if (after == null) {
            columns.add(0, column);
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(after)) {
                columns.add(i + 1, column);
                return;
            }
        }
        throw new EvolutionException(
                "it places " + column.name() + " behind the column " + after + ", which " + before.id() + " has not");
    }

    private ColumnDefinition resolve(ColumnSpec spec) {
        ColumnDefinition column = spec.column();
        if (column.dataType() == DataType.BLOB && spec.characters() > 0) {
            return ColumnBuilder.of(column)
                    .type(DataType.BLOB, size(spec.characters()) + "blob")
                    .build();
        }
        if (!column.dataType().isText()) {
            return column;
        }
        String characterSet = column.characterSet() == null ? text.characterSet() : column.characterSet();
        String collation = column.collation();
        if (collation == null) {
            collation = text.collation();
        }
        if (spec.binary() && !characterSet.equals("binary")) {
            collation = characterSet + "_bin";
        }
        ColumnDefinition resolved = column;
        if (column.dataType() == DataType.TEXT && spec.characters() > 0) {
            resolved = ColumnBuilder.of(column)
                    .type(DataType.TEXT, size(spec.characters() * maxBytes(characterSet)) + "text")
                    .build();
        }
        return withText(resolved, characterSet, collation);
    }

    /** The character set "binary" makes bytes of text (MySQL manual, 11.3.3). */
    private static ColumnDefinition withText(ColumnDefinition column, String characterSet, String collation) {
        boolean bytes = characterSet.equals("binary");
        String columnType = column.columnType();
        return switch (column.dataType()) {
            case CHAR ->
                bytes
                        ? asBytes(column, DataType.BINARY, "binary(" + column.length() + ")")
                        : text(column, characterSet, collation);
            case VARCHAR ->
                bytes
                        ? asBytes(column, DataType.VARBINARY, "varbinary(" + column.length() + ")")
                        : text(column, characterSet, collation);
            case TEXT ->
                bytes
                        ? asBytes(column, DataType.BLOB, columnType.replace("text", "blob"))
                        : text(column, characterSet, collation);
            default -> text(column, characterSet, collation);
        };
    }

    private static ColumnDefinition text(ColumnDefinition column, String characterSet, String collation) {
        return ColumnBuilder.of(column).text(characterSet, collation).build();
    }

    private static ColumnDefinition asBytes(ColumnDefinition column, DataType type, String columnType) {
        return ColumnBuilder.of(column).type(type, columnType).text(null, null).build();
    }

    /** The smallest of the four sizes that holds so many bytes (MySQL manual, 11.3.4). */
    private static String size(long bytes) {
        if (bytes < 1 << 8) {
            return "tiny";
        }
        return bytes < 1 << 16 ? "" : bytes < 1 << 24 ? "medium" : "long";
    }

    /** Bytes of a character at most ({@code information_schema.character_sets.maxlen}). */
    private static int maxBytes(String characterSet) {
        return switch (characterSet) {
            case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030" -> 4;
            case "utf8mb3", "utf8", "ujis", "eucjpms" -> 3;
            case "ucs2", "big5", "sjis", "cp932", "euckr", "gb2312", "gbk" -> 2;
            default -> 1;
        };
    }

    /** In their order, those of a primary key not yet NOT NULL. */
    List<ColumnDefinition> columns() {
        return columns;
    }

    /** By the name now, the one before. */
    Map<String, String> former() {
        return former;
    }

    /** The name now of a column that was there; empty if it is gone. */
    Optional<String> now(String name) {
        return now.getOrDefault(key(name), Optional.of(name));
    }

    /** The column as it is now. */
    Optional<ColumnDefinition> find(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String name(ColumnSpec spec) {
        return spec.column().name();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
