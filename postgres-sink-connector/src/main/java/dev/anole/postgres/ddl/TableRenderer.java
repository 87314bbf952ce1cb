package dev.anole.postgres.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.EnumTypes;
import dev.anole.postgres.types.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders PostgreSQL's statements for one table of MySQL's. Every statement stands alone, without a semicolon. */
public final class TableRenderer {

    private static final String PRIMARY_KEY = "pkey";
    private static final String REPLICA_KEY = "replica_key";

    private final TableDefinition definition;
    private final PostgresName table;

    /** @param table where the statements put it */
    public TableRenderer(TableDefinition definition, PostgresName table) {
        this.definition = definition;
        this.table = table;
    }

    /** The table with its types, columns, NOT NULL, defaults, identity and comments; no key or index. */
    public List<String> createTable() {
        List<String> statements = new ArrayList<>();
        for (ColumnDefinition column : enumColumns()) {
            String labels = column.labels().stream().map(TableRenderer::literal).collect(Collectors.joining(", "));
            statements.add("CREATE TYPE " + enumType(column) + " AS ENUM (" + labels + ")");
        }
        List<ColumnMapping> columns = ColumnMapping.of(definition, table);
        statements.add("CREATE TABLE " + table.quoted() + " (\n  "
                + columns.stream().map(this::column).collect(Collectors.joining(",\n  ")) + "\n)");
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
        List<String> primaryKey = definition.primaryKey();
        if (!primaryKey.isEmpty()) {
            return Optional.of("ALTER TABLE " + table.quoted() + " ADD CONSTRAINT "
                    + PostgresName.quote(Identifiers.join(table.name(), PRIMARY_KEY)) + " PRIMARY KEY ("
                    + columns(primaryKey) + ")");
        }
        List<String> replicaKey = definition.replicaKey();
        return replicaKey.isEmpty()
                ? Optional.empty()
                : Optional.of("CREATE UNIQUE INDEX " + PostgresName.quote(Identifiers.join(table.name(), REPLICA_KEY))
                        + " ON " + table.quoted() + " (" + columns(replicaKey) + ")");
    }

    /** All other indexes that PostgreSQL can have. FULLTEXT, SPATIAL and functional ones are left out. */
    public List<String> createIndexes() {
        return definition.indexes().stream()
                .filter(index -> !index.name().equals(IndexDefinition.PRIMARY))
                .map(this::index)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The names that this renderer gives to the key and to the other indexes. */
    public Set<String> indexNames() {
        Set<String> names = new HashSet<>();
        names.add(Identifiers.join(table.name(), PRIMARY_KEY));
        names.add(Identifiers.join(table.name(), REPLICA_KEY));
        definition.indexes().forEach(index -> names.add(indexName(index)));
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
        return statements;
    }

    /** TRUNCATE, as MySQL does it: identity begins anew. */
    public String truncate() {
        return "TRUNCATE TABLE " + table.quoted() + " RESTART IDENTITY";
    }

    private List<ColumnDefinition> enumColumns() {
        return definition.columns().stream()
                .filter(column -> column.dataType() == DataType.ENUM)
                .toList();
    }

    private String enumType(ColumnDefinition column) {
        return EnumTypes.name(table, column.name()).quoted();
    }

    private String column(ColumnMapping mapping) {
        ColumnDefinition column = mapping.column();
        StringBuilder sql = new StringBuilder(mapping.quotedName())
                .append(' ')
                .append(mapping.type().sqlName());
        boolean identity = column.autoIncrement() && isInteger(mapping.type().sqlName());
        if (identity) {
            sql.append(" GENERATED BY DEFAULT AS IDENTITY");
        }
        if (mapping.notNull()) {
            sql.append(" NOT NULL");
        }
        if (!identity && !column.generated()) {
            defaultValue(column).ifPresent(value -> sql.append(" DEFAULT ").append(value));
        }
        return sql.toString();
    }

    private static boolean isInteger(String type) {
        return type.equals("smallint") || type.equals("integer") || type.equals("bigint");
    }

    /** Constants of numbers and text, and the current time; the rest has no effect before the replica is detached. */
    private static Optional<String> defaultValue(ColumnDefinition column) {
        String value = column.defaultValue();
        if (value == null) {
            return Optional.empty();
        }
        if (value.toUpperCase(Locale.ROOT).startsWith("CURRENT_TIMESTAMP")) {
            return Optional.of("CURRENT_TIMESTAMP" + (column.precision() > 0 ? "(" + column.precision() + ")" : ""));
        }
        if (column.defaultIsExpression()) {
            return Optional.empty();
        }
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, YEAR, CHAR, VARCHAR, ENUM, TIME ->
                Optional.of(literal(value));
            case DATE, DATETIME, TIMESTAMP ->
                value.contains("-00") || value.startsWith("0000") ? Optional.empty() : Optional.of(literal(value));
            case BIT, TEXT, BINARY, VARBINARY, BLOB, SET, JSON, VECTOR, GEOMETRY, INET4, INET6, UUID ->
                Optional.empty();
        };
    }

    private Optional<String> index(IndexDefinition index) {
        if (!index.kind().equals("BTREE") && !index.kind().equals("HASH")) {
            return Optional.empty();
        }
        if (index.parts().stream().anyMatch(part -> part.column() == null)) {
            return Optional.empty();
        }
        boolean isKey = definition.primaryKey().isEmpty()
                && index.unique()
                && index.parts().stream()
                        .map(IndexDefinition.Part::column)
                        .toList()
                        .equals(definition.replicaKey());
        if (isKey) {
            return Optional.empty();
        }
        // A unique prefix index would refuse rows in PostgreSQL only if it were translated exactly; it is made plain.
        boolean unique = index.unique() && index.coversWholeColumns();
        return Optional.of("CREATE " + (unique ? "UNIQUE " : "") + "INDEX "
                + PostgresName.quote(indexName(index)) + " ON " + table.quoted()
                + " ("
                + index.parts().stream().map(this::part).collect(Collectors.joining(", ")) + ")");
    }

    private String indexName(IndexDefinition index) {
        return Identifiers.join(table.name(), index.name() + "_idx");
    }

    private String part(IndexDefinition.Part part) {
        String name = PostgresName.quote(Identifiers.fit(requireNonNull(part.column())));
        String term = part.prefixLength() == 0
                ? name
                : isBinary(part.column())
                        ? "substring(" + name + ", 1, " + part.prefixLength() + ")"
                        : "\"left\"(" + name + ", " + part.prefixLength() + ")";
        String bracketed = part.prefixLength() == 0 ? term : "(" + term + ")";
        return bracketed + (part.descending() ? " DESC" : "");
    }

    private boolean isBinary(String column) {
        return definition.column(column).filter(c -> c.dataType().isBinary()).isPresent();
    }

    private static String columns(List<String> names) {
        return names.stream()
                .map(name -> PostgresName.quote(Identifiers.fit(name)))
                .collect(Collectors.joining(", "));
    }

    /** A string constant; in the sessions that we open, backslashes are plain (standard_conforming_strings). */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
