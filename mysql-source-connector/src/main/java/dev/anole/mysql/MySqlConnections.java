package dev.anole.mysql;

import com.mysql.cj.jdbc.Driver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens JDBC sessions on a MySQL or MariaDB server. */
public final class MySqlConnections {

    private MySqlConnections() {}

    /** A session in autocommit mode, its time zone UTC, its {@code sql_mode} empty; text arrives as the column has it. */
    public static Connection open(MySqlAddress address) throws SQLException {
        return open(address, Map.of());
    }

    /**
     * The same, with further properties of the driver, which override ours.
     *
     * @param driverProperties as Connector/J's manual names them
     */
    public static Connection open(MySqlAddress address, Map<String, String> driverProperties) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("connectTimeout", Integer.toString(address.connectTimeoutMs()));
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("sessionVariables", "sql_mode=''");
        properties.setProperty("jdbcCompliantTruncation", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("logger", "Slf4JLogger");
        addSecurity(properties, address);
        driverProperties.forEach(properties::setProperty);
        // Not by DriverManager, which knows only the drivers of the caller's class loader.
        Connection connection = new Driver().connect("jdbc:mysql://" + address.place() + "/", properties);
        if (connection == null) {
            throw new SQLException("Not a MySQL address: " + address, "08001");
        }
        return connection;
    }

    private static void addSecurity(Properties properties, MySqlAddress address) {
        properties.setProperty("sslMode", address.sslMode().name());
        // caching_sha2_password without TLS: the password is encrypted with a key that the server sends.
        properties.setProperty("allowPublicKeyRetrieval", "true");
        if (address.sslMode().verifiesAuthority()) {
            addStore(properties, "trustCertificateKeyStore", address.trustStore());
        }
        addStore(properties, "clientCertificateKeyStore", address.keyStore());
    }

    private static void addStore(Properties properties, String prefix, @Nullable KeyStoreFile store) {
        if (store != null) {
            properties.setProperty(prefix + "Url", store.url());
            properties.setProperty(prefix + "Type", store.type());
            if (store.password() != null) {
                properties.setProperty(prefix + "Password", store.password());
            }
        }
    }
}
