package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "anole.postgis", matches = "true")
class PostgisServerIT {
    /** From WGS 84 to UTM 33N, where 15 degrees east is the middle: easting 500,000 m, at the equator northing 0. */
    private static final String TRANSFORM =
            "SELECT ST_AsText(ST_Transform(ST_SetSRID(ST_MakePoint(15, 0), 4326), 32633), 3)";

    @Test
    void hasGeometriesAndTransformsThem() throws SQLException {
        try (Workspace workspace = Workspace.open("PostgisServerIT")) {
            PostgresServer server = PostgresServer.createWithPostgis(workspace);
            server.start();
            createExtension(server, "postgis");

            assertThat(query(server, "SELECT postgis_full_version()")).contains("POSTGIS=", "GEOS=", "PROJ=");
            assertThat(query(server, "SELECT ST_AsText(ST_GeomFromText('POINT(1 2)', 4326))"))
                    .isEqualTo("POINT(1 2)");
            assertThat(query(server, TRANSFORM)).isEqualTo("POINT(500000 0)");
        }
    }

    /** They load libraries that PostGIS itself does not need. */
    @Test
    void hasTheFurtherExtensionsToo() throws SQLException {
        try (Workspace workspace = Workspace.open("PostgisServerIT-extensions")) {
            PostgresServer server = PostgresServer.createWithPostgis(workspace);
            server.start();
            createExtension(server, "postgis");

            createExtension(server, "postgis_raster");
            createExtension(server, "postgis_topology");

            assertThat(query(server, "SELECT ST_Width(ST_MakeEmptyRaster(7, 5, 0, 0, 1))"))
                    .isEqualTo("7");
        }
    }

    @Test
    void standsInAPair() throws SQLException {
        try (Stack pair = Stack.shared().pairWithPostgis("PostgisServerIT-pair", MySqlOptions.defaults())) {
            createExtension(pair.postgres(), "postgis");

            assertThat(query(pair.postgres(), TRANSFORM)).isEqualTo("POINT(500000 0)");
        }
    }

    private static void createExtension(PostgresServer server, String name) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION " + name);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
