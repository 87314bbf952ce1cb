package dev.anole.testbed.replica;

import dev.anole.testbed.CertificateAuthority;
import dev.anole.testbed.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Gives a MySQL server that runs another certificate; sessions that are open keep theirs. */
final class MySqlCertificate {

    private MySqlCertificate() {}

    /** By {@code ALTER INSTANCE RELOAD TLS}; once for a server. */
    static void install(MySqlServer server, CertificateAuthority authority, String name)
            throws IOException, SQLException {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            set(statement, "ssl_ca", Files.readString(authority.certificate()));
            set(statement, "ssl_cert", Files.readString(authority.certificate(name)));
            set(statement, "ssl_key", authority.keyText(name));
            statement.execute("ALTER INSTANCE RELOAD TLS");
        }
    }

    /** In a file where the server may write. */
    private static void set(Statement statement, String variable, String pem) throws SQLException {
        String file;
        try (ResultSet row = statement.executeQuery(
                "SELECT CONCAT(IF(@@secure_file_priv = '', @@datadir, @@secure_file_priv), '" + variable + ".pem')")) {
            row.next();
            file = row.getString(1);
        }
        statement.execute("SELECT '" + pem.strip() + "\n' INTO DUMPFILE '" + file + "'");
        statement.execute("SET GLOBAL " + variable + " = '" + file + "'");
    }
}
