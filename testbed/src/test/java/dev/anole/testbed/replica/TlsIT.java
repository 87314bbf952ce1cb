package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.ConfigurationFile;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.testbed.CertificateAuthority;
import dev.anole.testbed.ConnectWorker;
import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.PostgresServer;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Certificates and passwords on the ways to Connect's REST interface, to PostgreSQL and to MySQL. */
class TlsIT {

    private static final int CONNECTION = 4;
    private static final String SINK = "dev.anole.postgres.PostgresSinkConnector";

    private static final Stack STACK = Stack.shared();
    private static Path folder;
    private static CertificateAuthority authority;
    private static CertificateAuthority stranger;

    @BeforeAll
    static void makeCertificates() {
        folder = STACK.workspace().newFolder("tls");
        authority = new CertificateAuthority(STACK.workspace().newFolder("authority"));
        stranger = new CertificateAuthority(STACK.workspace().newFolder("stranger"));
        authority.issue("server");
        authority.issue("operator");
    }

    @Test
    void connectIsReachedByHttpsWithAKeyAndAPassword() throws Exception {
        ConnectWorker worker = securedWorker();
        worker.start();
        try {
            List<String> trusted = List.of(
                    "url: " + worker.restUrl(),
                    "ssl_truststore_location: " + authority.trustStore(),
                    "ssl_truststore_password: " + CertificateAuthority.PASSWORD);
            String key = "ssl_keystore_location: " + folder(authority) + "/operator.p12, ssl_keystore_password: "
                    + CertificateAuthority.PASSWORD;
            String all = String.join(", ", trusted) + ", " + key;

            assertThat(connect(all + ", username: anole, password: 'right one'")
                            .worker()
                            .version())
                    .isNotEmpty();

            assertThat(refusal(all + ", username: anole, password: 'wrong one'"))
                    .isEqualTo("Kafka Connect refuses GET / (HTTP 401).");
            assertThat(refusal(all.replace(
                            authority.trustStore().toString(),
                            stranger.trustStore().toString())))
                    .startsWith("No TLS connection to Kafka Connect at " + worker.restUrl() + " came about: ")
                    .contains("PKIX path")
                    .doesNotContain("\n");
            assertThat(refusal(String.join(", ", trusted))).contains("Kafka Connect", worker.restUrl());
            assertThat(refusal(all.replace("https:", "http:"))).contains("does not answer");
            AdminException noStore = failure(all.replace(authority.trustStore().toString(), folder + "/none.p12"));
            assertThat(noStore.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(noStore.sentence()).contains("none.p12 of connect.ssl_truststore_location cannot be read");
        } finally {
            worker.stop();
        }
    }

    private static String folder(CertificateAuthority of) {
        return of.certificate().getParent().toString();
    }

    private static ConnectWorker securedWorker() throws Exception {
        Files.writeString(folder.resolve("passwords.properties"), "anole=right one\n");
        Path login =
                Files.writeString(folder.resolve("jaas.conf"), """
                KafkaConnect {
                  org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule required
                  file="%s";
                };
                """.formatted(folder.resolve("passwords.properties")));
        ConnectWorkerOptions options = ConnectWorkerOptions.defaults()
                .withGroup("secured")
                .withPlugins(List.of(PasswordExtension.archive(folder)))
                .with("rest.extension.classes", PasswordExtension.class.getName())
                .with("ssl.keystore.location", folder(authority) + "/server.p12")
                .with("ssl.keystore.type", "PKCS12")
                .with("ssl.keystore.password", CertificateAuthority.PASSWORD)
                .with("ssl.truststore.location", authority.trustStore().toString())
                .with("ssl.truststore.type", "PKCS12")
                .with("ssl.truststore.password", CertificateAuthority.PASSWORD)
                .with("ssl.client.auth", "required")
                .withEnvironment("JAVA_TOOL_OPTIONS", "-Djava.security.auth.login.config=" + login);
        String authorization =
                "Basic " + Base64.getEncoder().encodeToString("anole:right one".getBytes(StandardCharsets.UTF_8));
        HttpClient client = HttpClient.newBuilder()
                .sslContext(authority.context("operator"))
                .build();
        return ConnectWorker.createSecured(
                STACK.workspace(), STACK.kafka(), options, List.of(PasswordExtension.library()), client, authorization);
    }

    private static ConnectRest connect(String settings) throws IOException {
        Path file = Files.writeString(
                folder.resolve("connect.yml"),
                "pg_conn: {user: u, database: d}\nconnect: {" + settings + "}\nsources: {}\n");
        return new ConnectRest(ConfigurationFile.read(file.toString()).connect());
    }

    private static AdminException failure(String settings) {
        AdminException failure = catchThrowableOfType(
                AdminException.class, () -> connect(settings).worker());
        assertThat(failure).as(settings).isNotNull();
        return failure;
    }

    private static String refusal(String settings) {
        AdminException failure = failure(settings);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.CONNECTION);
        return failure.sentence();
    }

    @Test
    void postgresKnowsCommandLineAndSinkByTheirKey() throws Exception {
        PostgresServer server = PostgresServer.create(STACK.workspace());
        server.start();
        try {
            secure(server);
            Map<String, String> files = new LinkedHashMap<>();
            files.put("sslmode", "verify-full");
            files.put("sslrootcert", authority.certificate().toString());
            files.put("sslcert", authority.certificate("operator").toString());
            files.put("sslkey", authority.key("operator").toString());

            assertThat(createSchema(server, files).exitCode()).isZero();
            assertThat(problems(server, files)).isEmpty();

            files.put("sslrootcert", stranger.certificate().toString());
            assertThat(createSchema(server, files).exitCode()).isEqualTo(CONNECTION);
            assertThat(createSchema(server, files).errors()).contains("Could not connect to PostgreSQL", "PKIX");
            assertThat(problems(server, files)).contains("PKIX");

            files.put("sslrootcert", authority.certificate().toString());
            files.remove("sslcert");
            files.remove("sslkey");
            assertThat(createSchema(server, files).errors()).contains("requires a valid client certificate");
        } finally {
            server.stop();
        }
    }

    /** With a certificate of the authority, and only for clients that have one too. */
    private static void secure(PostgresServer server) throws IOException, SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            write(statement, "server.crt", Files.readString(authority.certificate("server")));
            write(statement, "server.key", authority.keyText("server"));
            write(statement, "authority.crt", Files.readString(authority.certificate()));
            write(statement, "pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n");
            statement.execute("ALTER SYSTEM SET ssl_ca_file = 'authority.crt'");
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** Into the server's data folder, as the user that it runs as. */
    private static void write(Statement statement, String file, String text) throws SQLException {
        statement.execute("COPY (SELECT line FROM regexp_split_to_table('" + text.strip()
                + "', '\r?\n') line) TO PROGRAM 'cat > " + file + " && chmod 600 " + file + "'");
    }

    private static ReplicaAdmin.Result createSchema(PostgresServer server, Map<String, String> files)
            throws IOException {
        StringBuilder yaml = new StringBuilder("log_dir: " + folder + "\nsources: {}\npg_conn:\n");
        yaml.append("  host: " + server.host() + "\n  port: " + server.port() + "\n  user: " + server.user()
                + "\n  password: " + server.password() + "\n  database: postgres\n");
        files.forEach((key, value) -> yaml.append("  " + key + ": " + value + "\n"));
        Path file = Files.writeString(folder.resolve("postgres.yml"), yaml);
        return InProcessAdmin.run(file, "create-replica-schema");
    }

    /** What the sink's plug-in finds wrong with its settings. */
    private static String problems(PostgresServer server, Map<String, String> files) throws Exception {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", SINK);
        config.put("name", "tls");
        config.put("topics", "tls");
        config.put("source.name", "tls");
        config.put("postgres.host", server.host());
        config.put("postgres.port", "" + server.port());
        config.put("postgres.database", "postgres");
        config.put("postgres.user", server.user());
        config.put("postgres.password", server.password());
        files.forEach((key, value) -> config.put("postgres." + key, value));
        StringBuilder errors = new StringBuilder();
        new Connectors(STACK.worker())
                .send("PUT", "/connector-plugins/" + SINK + "/config/validate", config)
                .body()
                .at("/configs")
                .forEach(setting -> setting.at("/value/errors").forEach(error -> errors.append(error.asText())));
        return errors.toString();
    }

    @Test
    void mySqlIsKnownByItsCertificate() throws Exception {
        assumeFalse(STACK.mySql().version().contains("MariaDB"), "MariaDB takes certificates at its start alone");
        MySqlCertificate.install(STACK.mySql(), authority, "server");
        try (Replica replica = Replica.create(STACK, "tlsmysql")) {
            String user = replica.name();
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY)",
                    "INSERT INTO t VALUES (1)",
                    "CREATE USER " + user + " IDENTIFIED BY 'right one' REQUIRE SSL",
                    "GRANT ALL ON *.* TO " + user);
            String plain = Files.readString(replica.configure(""));

            replica.register();
            useMySql(replica, plain, "127.0.0.1", "verify_ca", stranger);
            assertThat(mySqlRefusal(replica)).contains("TLS: Signature does not match");
            useMySql(replica, plain, "localhost", "verify_identity", authority);
            assertThat(mySqlRefusal(replica)).contains("Server identity verification failed", "localhost");
            useMySql(replica, plain, "127.0.0.1", "disabled", authority);
            assertThat(mySqlRefusal(replica)).contains("Access denied");

            useMySql(replica, plain, "127.0.0.1", "verify_ca", authority);
            ReplicaAdmin.Result copied = replica.admin("init-replica", "--start");
            assertThat(copied.exitCode()).as(copied.all()).isZero();
            replica.mySql("INSERT INTO t VALUES (2)");
            replica.assertEqual("t");
            assertThat(replica.mySqlValue("SELECT GROUP_CONCAT(DISTINCT connection_type) FROM"
                            + " performance_schema.threads WHERE processlist_user = '" + user
                            + "' AND processlist_command LIKE 'Binlog Dump%'"))
                    .isEqualTo("SSL/TLS");

            useMySql(replica, plain, "127.0.0.1", "verify_identity", authority);
            ReplicaAdmin.Result again = replica.admin("sync-tables", "--tables", replica.name() + ".t");
            assertThat(again.exitCode()).as(again.all()).isZero();

            replica.mySql("ALTER USER " + user + " REQUIRE SUBJECT '/CN=operator'");
            replica.succeed("stop-replica");
            ReplicaAdmin.Result unknown = replica.admin("sync-tables", "--tables", replica.name() + ".t");
            assertThat(unknown.exitCode()).isEqualTo(CONNECTION);
            assertThat(unknown.all()).contains("Access denied");
            useMySql(replica, plain, "127.0.0.1", "verify_ca", authority, key("nobody.p12"));
            ReplicaAdmin.Result noFile = replica.admin("sync-tables", "--tables", replica.name() + ".t");
            assertThat(noFile.exitCode()).isEqualTo(CONNECTION);
            assertThat(noFile.errors()).contains("nobody.p12").doesNotContain(CertificateAuthority.PASSWORD);
            useMySql(replica, plain, "127.0.0.1", "verify_ca", authority, key("operator.p12"));
            replica.succeed("start-replica");
            replica.mySql("INSERT INTO t VALUES (3)");
            replica.assertEqual("t");
            replica.succeed("sync-tables", "--tables", replica.name() + ".t");
        }
    }

    private static String key(String file) {
        return """
                ssl_keystore_location: %s/%s
                ssl_keystore_password: %s
                """.formatted(folder(authority), file, CertificateAuthority.PASSWORD)
                .indent(6);
    }

    private static void useMySql(Replica replica, String plain, String host, String mode, CertificateAuthority trusted)
            throws IOException {
        useMySql(replica, plain, host, mode, trusted, "");
    }

    /** @param key lines with the key store */
    private static void useMySql(
            Replica replica, String plain, String host, String mode, CertificateAuthority trusted, String key)
            throws IOException {
        String connection = """
                    db_conn:
                      host: %s
                      port: %d
                      user: %s
                      password: right one
                      ssl_mode: %s
                      ssl_truststore_location: %s
                      ssl_truststore_password: %s
                %s    schema_mappings:
                """.formatted(
                        host,
                        STACK.mySql().port(),
                        replica.name(),
                        mode,
                        trusted.trustStore(),
                        CertificateAuthority.PASSWORD,
                        key);
        Files.writeString(
                replica.configure(""), plain.replaceFirst("(?s)    db_conn:.*?schema_mappings:\n", connection));
    }

    private static String mySqlRefusal(Replica replica) {
        ReplicaAdmin.Result result = replica.admin("init-replica", "--start");
        assertThat(result.exitCode()).as(result.all()).isEqualTo(CONNECTION);
        assertThat(result.errors())
                .contains("Could not connect to MySQL as " + replica.name() + "@", "correct db_conn")
                .doesNotContain("right one", CertificateAuthority.PASSWORD);
        return result.errors();
    }
}
