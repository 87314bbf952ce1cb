package dev.anole.admin.mapping;

import dev.anole.admin.configuration.TypeOverrides;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.BadValuePolicies;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.TableMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides how PostgreSQL gets each table of a source. Safe for use by several threads. */
public final class TableMappings {

    private final TypeOverrides overrides;
    private final Map<String, String> fullNames;
    private final Optional<String> postgisSchema;
    private final ConnectedColumns connected;
    private final SchemaNames names;
    private final ExistingTables existing;
    private final BadValuePolicies policies;
    private final @Nullable String textSearch;

    /**
     * @param fullNames of the overrides' types, by their names in the configuration
     * @param postgisSchema where the extension's types are; empty if PostgreSQL has it not
     * @param names that are taken
     * @param existing tables that are kept as they are
     * @param textSearch configuration for FULLTEXT indexes; null if they are left out
     */
    TableMappings(
            TypeOverrides overrides,
            Map<String, String> fullNames,
            Optional<String> postgisSchema,
            ConnectedColumns connected,
            SchemaNames names,
            ExistingTables existing,
            BadValuePolicies policies,
            @Nullable String textSearch) {
        this.overrides = overrides;
        this.fullNames = Map.copyOf(fullNames);
        this.postgisSchema = postgisSchema;
        this.connected = connected;
        this.names = names;
        this.existing = existing;
        this.policies = policies;
        this.textSearch = textSearch;
    }

    /** With nothing out of the ordinary, and no name taken. */
    public static TableMappings none() {
        return new TableMappings(
                new TypeOverrides(Map.of()),
                Map.of(),
                Optional.empty(),
                ConnectedColumns.none(),
                new SchemaNames(),
                ExistingTables.none(),
                BadValuePolicies.DEFAULTS,
                null);
    }

    /** Whether tables that PostgreSQL has keep their definitions. */
    public boolean keepsExisting() {
        return existing.keeps();
    }

    /** Columns of a table that is kept which MySQL has not; their values do not outlive a copy. */
    public List<String> columnsOfItsOwn(MappedTable table) {
        return existing.columnsOfItsOwn(table);
    }

    /**
     * How PostgreSQL gets the table; from then on its names are taken.
     *
     * @param name where PostgreSQL is to have it
     * @throws dev.anole.admin.AdminException if it has a table there that is to be kept, and cannot take the rows
     */
    public MappedTable of(TableDefinition definition, PostgresName name) {
        Optional<Map<String, String>> kept = existing.types(definition, name);
        if (kept.isPresent()) {
            MappedTable table = new MappedTable(
                    definition, name, new TableMapping(kept.get(), Map.of(), policies, textSearch, true));
            existing.requireNullable(table);
            return table;
        }
        Map<String, String> types = new TreeMap<>();
        for (ColumnDefinition column : definition.columns()) {
            type(definition.id(), name, column).ifPresent(type -> types.put(column.name(), type));
        }
        MappedTable table =
                new MappedTable(definition, name, new TableMapping(types, Map.of(), policies, textSearch, false));
        return new MappedTable(definition, name, table.mapping().withNames(names.claim(table)));
    }

    private Optional<String> type(TableId table, PostgresName name, ColumnDefinition column) {
        Optional<String> ofConnected = connected.type(
                table,
                column.name(),
                member -> override(member.table(), schemaOf(member.table(), table, name), member.columnType()));
        if (ofConnected.isPresent()) {
            return ofConnected;
        }
        Optional<String> override = override(table, name, column.columnType());
        return override.isPresent() ? override : postgis(column);
    }

    private Optional<String> override(TableId table, PostgresName name, String columnType) {
        return overrides.of(table, name, columnType).map(type -> fullNames.getOrDefault(type, type));
    }

    /** Members in other databases are known by MySQL's name alone. */
    private static PostgresName schemaOf(TableId member, TableId table, PostgresName name) {
        return new PostgresName(
                member.database().equals(table.database()) ? name.schema() : member.database(), member.table());
    }

    /** PostGIS's modifier is for the subtype and the SRID (its manual, 4.3); MySQL's SRID 0 is PostGIS's too. */
    private Optional<String> postgis(ColumnDefinition column) {
        if (column.dataType() != DataType.GEOMETRY) {
            return Optional.empty();
        }
        return postgisSchema.map(schema -> {
            String type = PostgresName.quote(schema) + ".geometry";
            String subtype = SUBTYPES.getOrDefault(column.columnType().toLowerCase(Locale.ROOT), "Geometry");
            Long srid = column.srid();
            if (srid == null) {
                return subtype.equals("Geometry") ? type : type + "(" + subtype + ")";
            }
            return type + "(" + subtype + "," + srid + ")";
        });
    }

    private static final Map<String, String> SUBTYPES = subtypes();

    private static Map<String, String> subtypes() {
        Map<String, String> subtypes = new HashMap<>();
        for (String name : new String[] {
            "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"
        }) {
            subtypes.put(name.toLowerCase(Locale.ROOT), name);
        }
        subtypes.put("geomcollection", "GeometryCollection");
        return Map.copyOf(subtypes);
    }
}
