package dev.anole.postgres.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ddl.ConversionMode;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.EnumTypes;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes of PostgreSQL's table, as {@link TableRenderer} made it of one definition, what it makes of another: the statements
 * are the difference of the two. Columns keep their places, new ones come last.
 */
public final class TableAlteration {

    private final String source;
    private final MappedTable before;
    private final MappedTable after;
    private final Map<String, String> formerColumns;
    private final Map<String, String> formerIndexes;
    private final ConversionMode mode;
    private final boolean appends;
    private final String table;
    private final List<String> statements = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final Set<String> converted = new LinkedHashSet<>();

    /**
     * Rows for which it is not known what MySQL has made of them.
     *
     * @param sql tells whether there are such rows, before the statements run
     * @param reason a clause: "the values of the new column c are not known"
     */
    public record Doubt(String sql, String reason) {}

    /**
     * @param source of the table
     * @param before as PostgreSQL has it
     * @param formerColumns by MySQL's names of columns now, those of before; new columns are missing
     * @param formerIndexes likewise for indexes
     * @param mode by which MySQL has converted values
     * @param appends whether ENUM's types may get labels that rows have only after the transaction's end
     */
    public TableAlteration(
            String source,
            MappedTable before,
            MappedTable after,
            Map<String, String> formerColumns,
            Map<String, String> formerIndexes,
            ConversionMode mode,
            boolean appends) {
        this.source = source;
        this.mode = mode;
        this.appends = appends;
        this.before = before;
        this.after = after;
        this.formerColumns = formerColumns;
        this.formerIndexes = formerIndexes;
        table = after.name().quoted();
        render();
    }

    /** Names and types of a table's columns, in order, by which rows are read and written. */
    public static List<String> columnsOf(MappedTable table) {
        return table.columns().stream()
                .map(column -> column.column().name() + " " + column.column().columnType() + " "
                        + column.type().sqlName())
                .toList();
    }

    /** In this order; each stands alone. */
    public List<String> statements() {
        return List.copyOf(statements);
    }

    /** To be asked first. */
    public List<Doubt> doubts() {
        return List.copyOf(doubts);
    }

    private void render() {
        move();
        // What is there, by the names of columns that are coming.
        RenamedColumns renamed = new RenamedColumns(before, after.name(), formerColumns);
        Map<String, ColumnMapping> kept = kept(renamed.table());
        for (ColumnMapping column : after.columns()) {
            ColumnMapping was = kept.get(column.column().name());
            if (was != null && changesType(was, column)) {
                converted.add(column.column().name());
            }
        }
        Difference checks = checks(renamed.table());
        Difference keys = keys(renamed.table());
        Difference indexes = indexes(renamed.table());
        statements.addAll(checks.drops());
        statements.addAll(indexes.drops());
        statements.addAll(keys.drops());
        statements.addAll(renamed.statements());
        kept.values().forEach(this::renameSequence);
        EnumChanges enums = new EnumChanges(before, after, formerColumns, appends);
        statements.addAll(enums.before());
        for (ColumnMapping column : after.columns()) {
            ColumnMapping was = kept.get(column.column().name());
            if (was == null) {
                add(column);
            } else {
                change(was, column);
            }
        }
        statements.addAll(enums.after());
        comments(renamed.table());
        statements.addAll(keys.creates());
        statements.addAll(indexes.creates());
        statements.addAll(checks.creates());
    }

    /** To the name that it has then. */
    private void move() {
        PostgresName from = before.name();
        PostgresName to = after.name();
        if (!from.schema().equals(to.schema())) {
            statements.add("ALTER TABLE " + from.quoted() + " SET SCHEMA " + PostgresName.quote(to.schema()));
        }
        if (!from.name().equals(to.name())) {
            statements.add("ALTER TABLE " + new PostgresName(to.schema(), from.name()).quoted() + " RENAME TO "
                    + PostgresName.quote(to.name()));
        }
    }

    /** PostgreSQL leaves an identity's sequence its name, which another table may want. */
    private void renameSequence(ColumnMapping was) {
        String column = was.column().name();
        Optional<PostgresName> from = new TableRenderer(before).sequenceOfIdentity(former(was));
        Optional<PostgresName> to = new TableRenderer(after).sequenceOfIdentity(column);
        if (from.isPresent() && to.isPresent() && !from.get().equals(to.get())) {
            String sequence = "pg_get_serial_sequence(" + SqlText.literal(table) + ", "
                    + SqlText.literal(Identifiers.fit(column)) + ")";
            statements.add("DO "
                    + SqlText.literal(
                            "BEGIN IF to_regclass(" + SqlText.literal(to.get().quoted())
                                    + ") IS NULL AND " + sequence
                                    + " IS NOT NULL THEN EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', "
                                    + sequence + ", " + SqlText.literal(to.get().name()) + "); END IF; END"));
        }
    }

    /** By the names of columns that stay, these columns as they are. */
    private Map<String, ColumnMapping> kept(MappedTable renamed) {
        Map<String, ColumnMapping> kept = new HashMap<>();
        renamed.columns().stream()
                .filter(column -> formerColumns.containsKey(column.column().name()))
                .forEach(column -> kept.put(column.column().name(), column));
        return kept;
    }

    /** ENUM's types may have the same labels under two names. */
    private boolean changesType(ColumnMapping was, ColumnMapping now) {
        if (EnumTypes.has(now.column(), after)
                && EnumChanges.keepsType(before, after, now.column(), former(now), appends)
                        .isPresent()) {
            return false;
        }
        boolean sameType = was.type().sqlName().equals(now.type().sqlName());
        Optional<ColumnConversion> conversion = ColumnConversion.of(before, was, after, now, mode);
        return !sameType || conversion.isEmpty() || conversion.get().using() != null;
    }

    private void change(ColumnMapping was, ColumnMapping now) {
        String column = "ALTER TABLE " + table + " ALTER COLUMN " + now.quotedName();
        TableRenderer old = new TableRenderer(before);
        TableRenderer made = new TableRenderer(after);
        boolean converts = converted.contains(now.column().name());
        ColumnMapping original = original(now);
        boolean sameFilling = old.filling(original).equals(made.filling(now)) && !converts;
        if (!sameFilling) {
            old.emptying(original).forEach(clause -> statements.add(column + " " + clause));
            old.sequenceOf(original)
                    .ifPresent(sequence -> statements.add("DROP SEQUENCE IF EXISTS " + sequence.quoted()));
        }
        if (converts) {
            convert(was, now, column);
        }
        if (original.notNull() && !now.notNull()) {
            statements.add(column + " DROP NOT NULL");
        } else if (!original.notNull() && now.notNull()) {
            statements.add(column + " SET NOT NULL");
        }
        if (!sameFilling) {
            fill(now, made, column);
        }
    }

    private void fill(ColumnMapping now, TableRenderer made, String column) {
        made.sequenceOf(now)
                .ifPresent(sequence -> statements.add(
                        "CREATE SEQUENCE " + sequence.quoted() + " OWNED BY " + table + "." + now.quotedName()));
        made.filling(now).forEach(clause -> statements.add(column + " " + clause));
    }

    private void convert(ColumnMapping was, ColumnMapping now, String column) {
        Optional<ColumnConversion> conversion = ColumnConversion.of(before, was, after, now, mode);
        String type = now.type().sqlName();
        String name = now.quotedName();
        String using = name;
        if (conversion.isEmpty()) {
            doubts.add(new Doubt(
                    exists(" WHERE " + PostgresName.quote(Identifiers.fit(former(now))) + " IS NOT NULL"),
                    "it is not known what MySQL makes of the values of " + types(was, now)));
            using = "NULL";
        } else {
            String expression = conversion.get().using();
            if (expression != null) {
                using = expression;
            }
            String doubtful = conversion.get().doubtful();
            if (doubtful != null) {
                String formerName = PostgresName.quote(Identifiers.fit(former(now)));
                doubts.add(new Doubt(
                        exists(" WHERE " + doubtful.replace(ColumnConversion.COLUMN, formerName)),
                        "it is not known what MySQL makes of some values of " + types(was, now)));
            }
            if (conversion.get().exact()) {
                doubts.add(new Doubt(
                        "SELECT EXISTS (SELECT FROM anole.bad_values WHERE source = " + SqlText.literal(source)
                                + " AND mysql_database = "
                                + SqlText.literal(before.definition().id().database()) + " AND mysql_table = "
                                + SqlText.literal(before.definition().id().table()) + " AND mysql_column = "
                                + SqlText.literal(former(now)) + " AND NOT joining)",
                        "values of " + now.column().name() + " were replaced, so that what they become is not known"));
            }
        }
        statements.add(column + " TYPE " + type + " USING (" + using + ")::" + type);
    }

    private static String types(ColumnMapping was, ColumnMapping now) {
        return now.column().name() + " (" + was.column().columnType() + " to "
                + now.column().columnType() + ")";
    }

    private String former(ColumnMapping column) {
        return requireNonNull(formerColumns.get(column.column().name()));
    }

    /** The column as it is. */
    private ColumnMapping original(ColumnMapping column) {
        String former = former(column);
        return before.columns().stream()
                .filter(each -> each.column().name().equals(former))
                .findFirst()
                .orElseThrow();
    }

    private String exists(String condition) {
        return "SELECT EXISTS (SELECT FROM " + before.name().quoted() + condition + ")";
    }

    private void add(ColumnMapping column) {
        TableRenderer made = new TableRenderer(after);
        ColumnDefinition definition = column.column();
        Optional<String> value = AddedValue.of(after, column, mode);
        String clause = "ALTER TABLE " + table + " ADD COLUMN " + column.quotedName() + " "
                + column.type().sqlName();
        if (value.isEmpty()) {
            doubts.add(new Doubt(exists(""), "the values of the new column " + definition.name() + " are not known"));
            statements.add(clause);
        } else {
            statements.add(clause + (value.get().equals("NULL") ? "" : " DEFAULT " + value.get()));
            if (!value.get().equals("NULL")) {
                statements.add("ALTER TABLE " + table + " ALTER COLUMN " + column.quotedName() + " DROP DEFAULT");
            }
        }
        String alter = "ALTER TABLE " + table + " ALTER COLUMN " + column.quotedName();
        if (column.notNull()) {
            statements.add(alter + " SET NOT NULL");
        }
        fill(column, made, alter);
    }

    private void comments(MappedTable renamed) {
        if (!before.definition().comment().equals(after.definition().comment())) {
            statements.add("COMMENT ON TABLE " + table + " IS "
                    + SqlText.literal(after.definition().comment()));
        }
        Map<String, String> known = new HashMap<>();
        renamed.definition().columns().forEach(column -> known.put(column.name(), column.comment()));
        for (ColumnMapping column : after.columns()) {
            String comment = column.column().comment();
            if (!comment.equals(known.getOrDefault(column.column().name(), ""))) {
                statements.add(
                        "COMMENT ON COLUMN " + table + "." + column.quotedName() + " IS " + SqlText.literal(comment));
            }
        }
    }

    /** What to drop first and to create last. */
    private record Difference(List<String> drops, List<String> creates) {}

    private Difference checks(MappedTable renamed) {
        Map<String, String> was = new TableChecks(before).conditions();
        Map<String, String> wouldBe = new TableChecks(renamed).conditions();
        Map<String, String> now = new TableChecks(after).conditions();
        List<String> drops = new ArrayList<>();
        List<String> creates = new ArrayList<>();
        Set<String> kept = new LinkedHashSet<>();
        for (String name : was.keySet()) {
            if (converted.isEmpty() && now.containsKey(name) && now.get(name).equals(wouldBe.get(name))) {
                kept.add(name);
            } else {
                drops.add("ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + PostgresName.quote(name));
            }
        }
        now.forEach((name, condition) -> {
            if (!kept.contains(name)) {
                creates.add(
                        "ALTER TABLE " + table + " ADD CONSTRAINT " + PostgresName.quote(name) + " CHECK " + condition);
            }
        });
        return new Difference(drops, creates);
    }

    private Difference keys(MappedTable renamed) {
        Optional<TableRenderer.Key> was = new TableRenderer(before).key();
        Optional<TableRenderer.Key> wouldBe = new TableRenderer(renamed).key();
        Optional<TableRenderer.Key> now = new TableRenderer(after).key();
        if (was.isPresent()
                && wouldBe.isPresent()
                && now.isPresent()
                && wouldBe.get().isSame(now.get())) {
            return rename(was.get().name(), now.get().name());
        }
        return new Difference(
                was.stream().map(key -> key.drop(table, after.name().schema())).toList(),
                now.stream().map(key -> key.create(table)).toList());
    }

    private Difference rename(String from, String to) {
        return new Difference(
                from.equals(to)
                        ? List.of()
                        : List.of("ALTER INDEX " + new PostgresName(after.name().schema(), from).quoted()
                                + " RENAME TO " + PostgresName.quote(to)),
                List.of());
    }

    private Difference indexes(MappedTable renamed) {
        Map<String, TableIndexes.Made> was = byIndex(before);
        Map<String, TableIndexes.Made> wouldBe = byIndex(renamed);
        TableIndexes now = new TableIndexes(after);
        List<String> creates = new ArrayList<>();
        Set<String> kept = new LinkedHashSet<>();
        Map<String, String> newNames = new LinkedHashMap<>();
        for (TableIndexes.Made index : now.made()) {
            String former = formerIndexes.get(index.index());
            TableIndexes.Made bridged = former == null ? null : wouldBe.get(former);
            TableIndexes.Made old = former == null ? null : was.get(former);
            boolean same = bridged != null
                    && bridged.unique() == index.unique()
                    && bridged.definition().equals(index.definition());
            if (same && old != null) {
                kept.add(old.index());
                if (!old.name().equals(index.name())) {
                    newNames.put(old.name(), index.name());
                }
            } else {
                creates.add(now.statement(index));
            }
        }
        List<String> all = new ArrayList<>();
        was.values().stream()
                .filter(index -> !kept.contains(index.index()))
                .forEach(index -> all.add(
                        "DROP INDEX IF EXISTS " + new PostgresName(after.name().schema(), index.name()).quoted()));
        all.addAll(renames(newNames));
        return new Difference(all, creates);
    }

    /** By names between where one takes another's. */
    private List<String> renames(Map<String, String> names) {
        List<String> first = new ArrayList<>();
        List<String> later = new ArrayList<>();
        names.forEach((from, to) -> {
            if (names.containsKey(to)) {
                String between = Identifiers.alternative(to, after.definition().id(), later.size());
                first.addAll(rename(from, between).drops());
                later.addAll(rename(between, to).drops());
            } else {
                later.addAll(rename(from, to).drops());
            }
        });
        first.addAll(later);
        return first;
    }

    private static Map<String, TableIndexes.Made> byIndex(MappedTable table) {
        Map<String, TableIndexes.Made> byIndex = new LinkedHashMap<>();
        new TableIndexes(table).made().forEach(index -> byIndex.put(index.index(), index));
        return byIndex;
    }
}
