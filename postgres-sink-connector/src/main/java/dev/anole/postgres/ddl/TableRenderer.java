package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.EnumTypes;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders PostgreSQL's statements for one table of MySQL's. Every statement stands alone, without a semicolon. */
public final class TableRenderer {

    private static final String PRIMARY_KEY = "pkey";
    private static final String REPLICA_KEY = "replica_key";
    private static final String SEQUENCE = "seq";

    private final MappedTable mapped;
    private final TableDefinition definition;
    private final PostgresName table;

    /** @param mapped with the name where the statements put it */
    public TableRenderer(MappedTable mapped) {
        this.mapped = mapped;
        definition = mapped.definition();
        table = mapped.name();
    }

    /** The table with its types, columns, NOT NULL, checks, defaults, identity and comments; no key or index. */
    public List<String> createTable() {
        List<String> statements = new ArrayList<>();
        for (ColumnDefinition column : enumColumns()) {
            String labels = column.labels().stream().map(TableRenderer::literal).collect(Collectors.joining(", "));
            statements.add("CREATE TYPE " + enumType(column) + " AS ENUM (" + labels + ")");
        }
        List<ColumnMapping> columns = mapped.columns();
        List<ColumnMapping> sequenced =
                columns.stream().filter(this::hasSequence).toList();
        for (ColumnMapping column : sequenced) {
            statements.add("CREATE SEQUENCE " + sequence(column.column()).quoted());
        }
        List<String> clauses = new ArrayList<>();
        columns.forEach(column -> clauses.add(column(column)));
        clauses.addAll(checks().clauses());
        statements.add("CREATE TABLE " + table.quoted() + " (\n  " + String.join(",\n  ", clauses) + "\n)");
        for (ColumnMapping column : sequenced) {
            statements.add("ALTER SEQUENCE " + sequence(column.column()).quoted() + " OWNED BY " + table.quoted() + "."
                    + column.quotedName());
        }
        if (!definition.comment().isEmpty()) {
            statements.add("COMMENT ON TABLE " + table.quoted() + " IS " + literal(definition.comment()));
        }
        for (ColumnMapping column : columns) {
            if (!column.column().comment().isEmpty()) {
                statements.add("COMMENT ON COLUMN " + table.quoted() + "." + column.quotedName() + " IS "
                        + literal(column.column().comment()));
            }
        }
        return statements;
    }

    /** The key by which changes find their rows: the primary key, or the unique key that stands for it, if there is one. */
    public Optional<String> createKey() {
        return key().map(key -> key.create(table.quoted()));
    }

    /**
     * The key in PostgreSQL.
     *
     * @param primary whether it is a primary key; else a unique index stands for it
     * @param columns quoted, with commas
     */
    record Key(String name, boolean primary, String columns) {

        /** Whether it is the same but for its name. */
        boolean isSame(Key other) {
            return primary == other.primary && columns.equals(other.columns);
        }

        /** @param table quoted */
        String create(String table) {
            return primary
                    ? "ALTER TABLE " + table + " ADD CONSTRAINT " + PostgresName.quote(name) + " PRIMARY KEY ("
                            + columns + ")"
                    : "CREATE UNIQUE INDEX " + PostgresName.quote(name) + " ON " + table + " (" + columns + ")";
        }

        /** @param table quoted */
        String drop(String table, String schema) {
            return primary
                    ? "ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + PostgresName.quote(name)
                    : "DROP INDEX IF EXISTS " + new PostgresName(schema, name).quoted();
        }
    }

    Optional<Key> key() {
        if (mapped.mapping().existing()) {
            return Optional.empty();
        }
        List<String> primaryKey = definition.primaryKey();
        if (!primaryKey.isEmpty()) {
            return Optional.of(new Key(name(PRIMARY_KEY), true, columns(primaryKey)));
        }
        List<String> replicaKey = definition.replicaKey();
        return replicaKey.isEmpty()
                ? Optional.empty()
                : Optional.of(new Key(name(REPLICA_KEY), false, columns(replicaKey)));
    }

    /** All other indexes that PostgreSQL can have, always in the same order. */
    public List<String> createIndexes() {
        if (mapped.mapping().existing()) {
            return List.of();
        }
        return new TableIndexes(mapped).statements();
    }

    /** What PostgreSQL's table is without, or has otherwise than MySQL's. */
    public List<Omission> omissions() {
        if (mapped.mapping().existing()) {
            return List.of();
        }
        List<Omission> omissions = new ArrayList<>();
        if (!Identifiers.fit(definition.id().table()).equals(definition.id().table())) {
            omissions.add(shortened(definition.id().table(), table.name()));
        }
        for (ColumnMapping mapping : mapped.columns()) {
            ColumnDefinition column = mapping.column();
            String name = Identifiers.fit(column.name());
            if (!name.equals(column.name())) {
                omissions.add(shortened(column.name(), name));
            }
            if (!column.nullable() && !mapping.notNull()) {
                omissions.add(new Omission(
                        Omission.Kind.NOT_NULL, column.name(), "may be NULL, for values that PostgreSQL cannot hold"));
            }
            String value = column.defaultValue();
            if (value != null && !column.generated() && defaultOf(mapping).isEmpty()) {
                omissions.add(
                        new Omission(Omission.Kind.DEFAULT, column.name(), "has no DEFAULT; MySQL's is " + value));
            }
        }
        omissions.addAll(checks().omissions());
        omissions.addAll(new TableIndexes(mapped).omissions());
        return omissions;
    }

    private static Omission shortened(String name, String ours) {
        return new Omission(Omission.Kind.NAME, name, "is named " + ours);
    }

    /** The names that this renderer gives to the key and to the other indexes. */
    public Set<String> indexNames() {
        Set<String> names = new HashSet<>();
        if (mapped.mapping().existing()) {
            return names;
        }
        names.add(name(PRIMARY_KEY));
        names.add(name(REPLICA_KEY));
        definition.indexes().forEach(index -> names.add(TableIndexes.name(mapped, index)));
        return names;
    }

    /** The names that the table's parts have in its schema: indexes, types and sequences; not its own. */
    public Set<String> objectNames() {
        Set<String> names = indexNames();
        if (mapped.mapping().existing()) {
            return names;
        }
        enumColumns().forEach(column -> names.add(EnumTypes.name(mapped, column).name()));
        definition.columns().stream()
                .filter(ColumnDefinition::autoIncrement)
                .forEach(column -> names.add(sequence(column).name()));
        return names;
    }

    /** The names of the CHECK constraints and of the sequences that {@link #createTable} gives to the table. */
    public Set<String> partNames() {
        if (mapped.mapping().existing()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>(checks().names());
        definition.columns().stream()
                .filter(ColumnDefinition::autoIncrement)
                .forEach(column -> names.add(sequence(column).name()));
        return names;
    }

    /** The names of the types that the table's columns need, quoted for statements. */
    public List<String> typeNames() {
        return enumColumns().stream().map(this::enumType).toList();
    }

    /** Moves a table that was made by this renderer, with its types, to another schema. */
    public List<String> moveTo(String schema) {
        List<String> statements = new ArrayList<>();
        for (ColumnDefinition column : enumColumns()) {
            statements.add("ALTER TYPE " + enumType(column) + " SET SCHEMA " + PostgresName.quote(schema));
        }
        statements.add("ALTER TABLE " + table.quoted() + " SET SCHEMA " + PostgresName.quote(schema));
        return statements;
    }

    /** Drops the table and its types, if they are there; fails if a view or another table's column uses them. */
    public List<String> drop() {
        List<String> statements = new ArrayList<>();
        statements.add("DROP TABLE IF EXISTS " + table.quoted());
        for (ColumnDefinition column : enumColumns()) {
            statements.add("DROP TYPE IF EXISTS " + enumType(column));
        }
        for (ColumnMapping column : mapped.columns()) {
            if (hasSequence(column)) {
                statements.add(
                        "DROP SEQUENCE IF EXISTS " + sequence(column.column()).quoted());
            }
        }
        return statements;
    }

    /**
     * Takes from a table what may refuse rows by the policies of this mapping: NOT NULL and checks.
     *
     * @param before the same table as it is
     */
    public List<String> loosen(MappedTable before) {
        List<String> statements = new ArrayList<>();
        if (mapped.mapping().existing()) {
            return statements;
        }
        String alter = "ALTER TABLE " + table.quoted();
        List<ColumnMapping> columns = mapped.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (before.columns().get(i).notNull() && !columns.get(i).notNull()) {
                statements.add(alter + " ALTER COLUMN " + columns.get(i).quotedName() + " DROP NOT NULL");
            }
        }
        Set<String> kept = Set.copyOf(checks().names());
        new TableChecks(before)
                .names().stream()
                        .filter(name -> !kept.contains(name))
                        .forEach(name ->
                                statements.add(alter + " DROP CONSTRAINT IF EXISTS " + PostgresName.quote(name)));
        return statements;
    }

    /** TRUNCATE, as MySQL does it: identity begins anew. */
    public String truncate() {
        return "TRUNCATE TABLE " + table.quoted() + " RESTART IDENTITY";
    }

    private List<ColumnDefinition> enumColumns() {
        return definition.columns().stream()
                .filter(column -> EnumTypes.has(column, mapped))
                .toList();
    }

    private String enumType(ColumnDefinition column) {
        return EnumTypes.name(mapped, column).quoted();
    }

    private String column(ColumnMapping mapping) {
        ColumnDefinition column = mapping.column();
        StringBuilder sql = new StringBuilder(mapping.quotedName())
                .append(' ')
                .append(mapping.type().sqlName());
        boolean identity = isIdentity(mapping);
        if (identity) {
            sql.append(" GENERATED BY DEFAULT AS IDENTITY");
        }
        if (mapping.notNull()) {
            sql.append(" NOT NULL");
        }
        if (!identity && !column.generated()) {
            defaultOf(mapping).ifPresent(value -> sql.append(" DEFAULT ").append(value));
        }
        if (hasSequence(mapping)) {
            sql.append(" DEFAULT ").append(next(sequence(column)));
        }
        return sql.toString();
    }

    /** Clauses of ALTER COLUMN that let it fill itself, as {@link #createTable} does. */
    List<String> filling(ColumnMapping mapping) {
        if (isIdentity(mapping)) {
            return List.of("ADD GENERATED BY DEFAULT AS IDENTITY");
        }
        return sequenceOf(mapping)
                .map(TableRenderer::next)
                .or(() -> mapping.column().generated() ? Optional.empty() : defaultOf(mapping))
                .map(value -> List.of("SET DEFAULT " + value))
                .orElse(List.of());
    }

    /** Clauses that undo {@link #filling}. */
    List<String> emptying(ColumnMapping mapping) {
        if (filling(mapping).isEmpty()) {
            return List.of();
        }
        return List.of(isIdentity(mapping) ? "DROP IDENTITY" : "DROP DEFAULT");
    }

    /** The sequence that the column has, if it is none of an identity. */
    Optional<PostgresName> sequenceOf(ColumnMapping mapping) {
        return hasSequence(mapping) ? Optional.of(sequence(mapping.column())) : Optional.empty();
    }

    /** The name that is kept for the sequence of a column that is an identity. */
    Optional<PostgresName> sequenceOfIdentity(String column) {
        return mapped.columns().stream()
                .filter(mapping -> mapping.column().name().equals(column) && isIdentity(mapping))
                .map(mapping -> sequence(mapping.column()))
                .findFirst();
    }

    private static String next(PostgresName sequence) {
        return "nextval(" + literal(sequence.quoted()) + "::regclass)";
    }

    private static boolean isIdentity(ColumnMapping mapping) {
        return mapping.column().autoIncrement() && isInteger(mapping.type().sqlName());
    }

    private Optional<String> defaultOf(ColumnMapping mapping) {
        return ColumnDefaults.of(mapping, mapped.isOverridden(mapping.column()));
    }

    /** Identity columns are integers of up to 8 bytes. */
    private boolean hasSequence(ColumnMapping mapping) {
        return !mapped.mapping().existing()
                && mapping.column().autoIncrement()
                && mapping.type().sqlName().startsWith("numeric");
    }

    private PostgresName sequence(ColumnDefinition column) {
        return new PostgresName(table.schema(), name(column.name() + "_" + SEQUENCE));
    }

    private TableChecks checks() {
        return new TableChecks(mapped);
    }

    private String name(String part) {
        return mapped.mapping().name(Identifiers.join(table.name(), part));
    }

    private static boolean isInteger(String type) {
        return type.equals("smallint") || type.equals("integer") || type.equals("bigint");
    }

    private static String columns(List<String> names) {
        return names.stream()
                .map(name -> PostgresName.quote(Identifiers.fit(name)))
                .collect(Collectors.joining(", "));
    }

    private static String literal(String text) {
        return SqlText.literal(text);
    }
}
