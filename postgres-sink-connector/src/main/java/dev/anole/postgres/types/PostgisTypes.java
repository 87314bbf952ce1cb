package dev.anole.postgres.types;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * PostGIS's types for MySQL's geometries, where PostgreSQL has the extension. Immutable.
 *
 * @param schema where its types are; empty if PostgreSQL has it not
 */
public record PostgisTypes(Optional<String> schema) {

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

    public static PostgisTypes none() {
        return new PostgisTypes(Optional.empty());
    }

    public static PostgisTypes read(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet row = statement.executeQuery("SELECT n.nspname FROM pg_extension e"
                        + " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'")) {
            return new PostgisTypes(row.next() ? Optional.of(row.getString(1)) : Optional.empty());
        }
    }

    /** PostGIS's modifier is for the subtype and the SRID (its manual, 4.3); MySQL's SRID 0 is PostGIS's too. */
    public Optional<String> of(ColumnDefinition column) {
        if (column.dataType() != DataType.GEOMETRY) {
            return Optional.empty();
        }
        return schema.map(quoted -> {
            String type = PostgresName.quote(quoted) + ".geometry";
            String subtype = SUBTYPES.getOrDefault(column.columnType().toLowerCase(Locale.ROOT), "Geometry");
            Long srid = column.srid();
            if (srid == null) {
                return subtype.equals("Geometry") ? type : type + "(" + subtype + ")";
            }
            return type + "(" + subtype + "," + srid + ")";
        });
    }
}
