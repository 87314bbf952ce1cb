package dev.anole.postgres;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Where the target database is, and as whom to connect. */
public record PostgresAddress(String host, int port, String database, String user, String password, PostgresTls tls) {

    public PostgresAddress {
        requireNonNull(host, "host");
        requireNonNull(database, "database");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        requireNonNull(tls, "tls");
    }

    String jdbcUrl() {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + bracketed + ":" + port + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    Properties credentials() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        tls.addTo(properties);
        return properties;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
