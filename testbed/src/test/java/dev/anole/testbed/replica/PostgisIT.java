package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Spatial columns where PostgreSQL has PostGIS. */
@EnabledIfSystemProperty(named = "anole.postgis", matches = "true")
class PostgisIT {

    @Test
    void spatialColumnsAreGeometriesByCopyAndStream() throws Exception {
        try (Stack pair = Stack.shared().pairWithPostgis("PostgisIT", MySqlOptions.defaults());
                Replica replica = Replica.create(pair, "places")) {
            replica.postgres("CREATE EXTENSION postgis SCHEMA public");
            replica.mySql(
                    "CREATE TABLE places (id INT PRIMARY KEY, at POINT NOT NULL SRID 4326, area POLYGON, any_one GEOMETRY,"
                            + " SPATIAL KEY by_place (at))",
                    insert(1),
                    insert(2));
            replica.initialise();
            replica.mySql(
                    insert(3),
                    "UPDATE places SET area = NULL, any_one = ST_GeomFromText('MULTIPOINT(1 1, 2 2)', 3857) WHERE id = 1",
                    "UPDATE places SET at = ST_GeomFromText('POINT(48 2)', 4326) WHERE id = 3",
                    "DELETE FROM places WHERE id = 2");
            replica.awaitCaughtUp();

            assertThat(Lines.of(
                            replica,
                            "SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
                                    + " WHERE attrelid = '<schema>.places'::regclass AND attnum > 1 ORDER BY attnum"))
                    .containsExactly("at geometry(Point,4326)", "area geometry(Polygon)", "any_one geometry");
            assertThat(Lines.of(
                            replica,
                            "SELECT concat_ws('|', id, ST_AsEWKT(at), ST_AsEWKT(area), ST_AsEWKT(any_one))"
                                    + " FROM <schema>.places ORDER BY id"))
                    .containsExactly(
                            "1|SRID=4326;POINT(13.4 52.5)|SRID=3857;MULTIPOINT(1 1,2 2)",
                            "3|SRID=4326;POINT(2 48)|POLYGON((0 0,3 0,3 3,0 0))|LINESTRING(0 0,1 2)");
            assertThat(Lines.of(replica, "SELECT indexdef FROM pg_indexes WHERE indexname = 'places_by_place_idx'"))
                    .singleElement()
                    .asString()
                    .contains("USING gist (at)");
            assertThat(replica.drifted()).isZero();
        }
    }

    /** MySQL writes the latitude first in a geographic system, and holds the longitude first, as PostGIS does. */
    private static String insert(int id) {
        return "INSERT INTO places VALUES (" + id + ", ST_GeomFromText('POINT(52.5 13.4)', 4326),"
                + " ST_GeomFromText('POLYGON((0 0, 3 0, 3 3, 0 0))'), ST_GeomFromText('LINESTRING(0 0, 1 2)'))";
    }
}
