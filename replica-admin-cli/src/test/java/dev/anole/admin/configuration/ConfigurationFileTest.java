package dev.anole.admin.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.BadValueKind;
import dev.anole.postgres.types.BadValuePolicies;
import dev.anole.postgres.types.BadValuePolicy;
import dev.anole.postgres.types.MappingRules;
import dev.anole.postgres.types.TableMapping;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationFileTest {

    private static final String SMALLEST = """
            pg_conn:
              user: usr_replica
              database: db_replica
            sources:
              shop:
                type: mysql
                db_conn:
                  user: usr_replica
                schema_mappings:
                  shop: replica
            """;

    @TempDir
    private Path folder;

    private MappingRules rules(String yaml) throws IOException {
        Configuration configuration = read(yaml);
        return configuration.rules(configuration.source("shop"));
    }

    private Configuration read(String yaml) throws IOException {
        return ConfigurationFile.read(
                Files.writeString(folder.resolve("anole.yml"), yaml).toString());
    }

    private String refusal(String yaml) {
        AdminException refusal = catchThrowableOfType(AdminException.class, () -> read(yaml));
        assertThat(refusal).as("refusal of %s", yaml).isNotNull();
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        return refusal.sentence();
    }

    private static Configuration chameleon() throws URISyntaxException {
        return ConfigurationFile.read(
                Path.of(Objects.requireNonNull(ConfigurationFileTest.class.getResource("pg-chameleon.yml"))
                                .toURI())
                        .toString());
    }

    @Test
    void kafkasPropertiesAreNumbersToo() throws IOException {
        String properties = "{request.timeout.ms: 30000, enable.metrics.push: false, client.rack: west}";
        assertThat(read(SMALLEST + "kafka: {properties: " + properties + "}")
                        .kafka()
                        .clientProperties())
                .containsAllEntriesOf(
                        Map.of("request.timeout.ms", "30000", "enable.metrics.push", "false", "client.rack", "west"));
        assertThat(refusal(SMALLEST + "kafka: {properties: {sasl: {mechanism: PLAIN}}}"))
                .contains("kafka.properties.sasl");
    }

    @Test
    void fillsInWhatIsMissing() throws IOException {
        Configuration configuration = read(SMALLEST);
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.postgres().address()).hasToString("usr_replica@localhost:5432/db_replica");
        assertThat(configuration.kafka().clientProperties()).isEqualTo(Map.of("bootstrap.servers", "localhost:9092"));
        assertThat(configuration.connect().url().value()).isEqualTo("http://localhost:8083");
        ReplicaSource shop = configuration.source("shop");
        assertThat(shop.topic()).isEqualTo("shop.changes");
        assertThat(shop.settings().dbConn().address()).hasToString("usr_replica@localhost:3306");
        assertThat(shop.settings().gtidEnable()).isTrue();
        assertThat(shop.settings().onErrorReplay()).isEqualTo(OnError.EXIT);
    }

    @Test
    void refusesATopicThatTwoSourcesShare() throws IOException {
        String two = SMALLEST + """
                  other:
                    type: mysql
                    topic: shop.changes
                    db_conn: {user: u, password: p}
                    schema_mappings: {a: b}
                """;
        assertThat(refusal(two)).contains("the sources shop and other have the same topic, shop.changes");
    }

    @Test
    void acceptsAFileOfPgChameleonAsItIs() throws URISyntaxException {
        Configuration configuration = chameleon();
        SourceSettings mysql = configuration.source("mysql").settings();
        assertThat(mysql.type()).isEqualTo(SourceType.MYSQL);
        assertThat(mysql.schemaMappings()).isEqualTo(Map.of("delphis_mediterranea", "loxodonta_africana"));
        assertThat(mysql.limitTables()).isEqualTo(List.of("delphis_mediterranea.foo"));
        assertThat(mysql.skipTables()).isEqualTo(List.of("delphis_mediterranea.bar"));
        assertThat(mysql.skipEvents())
                .isEqualTo(new SkipEvents(
                        List.of("delphis_mediterranea.foo"), List.of(), List.of("delphis_mediterranea")));
        assertThat(mysql.grantSelectTo()).isEqualTo(List.of("usr_readonly"));
        assertThat(mysql.myServerId()).isEqualTo(100);
        assertThat(mysql.batchEvents()).isEqualTo(5000);
        assertThat(mysql.onErrorReplay()).isEqualTo(OnError.CONTINUE);
        assertThat(mysql.gtidEnable()).isFalse();
        SourceSettings pgsql = configuration.source("pgsql").settings();
        assertThat(pgsql.type()).isEqualTo(SourceType.PGSQL);
        assertThat(pgsql.schemaMappings()).isEqualTo(Map.of("loxodonta_africana", "elephas_maximus"));
    }

    @Test
    void theLastFillfactorThatNamesATableCounts() throws IOException {
        MappingRules rules = rules(SMALLEST + """
                fillfactor:
                  "90": {tables: "*"}
                  "70": {tables: [shop.orders, shop.lines]}
                  "30": {tables: [copies.lines]}
                """);
        assertThat(rules.fillfactor(new TableId("shop", "others"), new PostgresName("copies", "others")))
                .contains("90");
        assertThat(rules.fillfactor(new TableId("shop", "orders"), new PostgresName("copies", "orders")))
                .contains("70");
        assertThat(rules.fillfactor(new TableId("shop", "lines"), new PostgresName("copies", "lines")))
                .contains("30");
        assertThat(rules(SMALLEST).fillfactor(new TableId("shop", "lines"), new PostgresName("copies", "lines")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "101", "1000", "full"})
    void refusesFillfactorsThatPostgresHasNot(String level) {
        assertThat(refusal(SMALLEST + "fillfactor: {\"" + level + "\": {tables: '*'}}"))
                .contains("fillfactor has the level " + level, "from 10 to 100");
    }

    @Test
    void onlyTablesOfOnlineSchemaChangesGoToTheGhostSchema() throws IOException {
        MappingRules rules = rules(SMALLEST + "    ghost_schema: ghosts\n");
        for (String ghost : List.of("_orders_gho", "__orders_new", "_orders_20260101120000_del")) {
            assertThat(rules.target("copies", new TableId("shop", ghost)))
                    .isEqualTo(new PostgresName("ghosts", "copies_" + ghost));
        }
        for (String table : List.of("orders", "orders_old", "_orders")) {
            assertThat(rules.target("copies", new TableId("shop", table))).isEqualTo(new PostgresName("copies", table));
        }
        assertThat(rules(SMALLEST).target("copies", new TableId("shop", "_orders_gho")))
                .isEqualTo(new PostgresName("copies", "_orders_gho"));
        assertThat(refusal(SMALLEST + "    ghost_schema: replica\n")).contains("ghost_schema is replica");
    }

    @Test
    void readsPoliciesForBadValues() throws IOException {
        BadValuePolicies policies =
                read(SMALLEST + """
                    bad_values:
                      zero_date: {replace_by: "1970-01-01"}
                      time_out_of_range: null
                      nul_character: fail
                      invalid_text: Discard_Row
                      key: discard_row
                """).source("shop").settings().badValues().policies();
        assertThat(policies)
                .isEqualTo(new BadValuePolicies(
                        Map.of(
                                BadValueKind.ZERO_DATE, BadValuePolicy.replaceBy("1970-01-01"),
                                BadValueKind.TIME_OUT_OF_RANGE, BadValuePolicy.NULL,
                                BadValueKind.NUL_CHARACTER, BadValuePolicy.FAIL,
                                BadValueKind.INVALID_TEXT, BadValuePolicy.DISCARD_ROW),
                        BadValuePolicy.DISCARD_ROW));
        assertThat(TableMapping.fromJson(new TableMapping(null, null, policies, "simple", false).toJson()))
                .isEqualTo(new TableMapping(null, null, policies, "simple", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zero_date: {replace_by: '0000-00-00'} | zero_date has the replacement \"0000-00-00\"",
                "zero_date: {replace_by: '2023-02-30'} | zero_date has the replacement",
                "time_out_of_range: {replace_by: '25:00:00'} | it must be a time of day",
                "nul_character: {replace_by: 'ab'} | at most one character",
                "key: null | key must be fail or discard_row",
                "key: {replace_by: x} | key must be fail or discard_row",
                "zero_date: ignore | it must be null, discard_row, fail, or",
                "zerodate: fail | did you mean zero_date?",
            })
    void refusesPoliciesThatCannotBe(String policy, String message) {
        assertThat(refusal(SMALLEST + "    bad_values: {" + policy + "}\n"))
                .contains("sources.shop.bad_values")
                .contains(message);
    }

    @Test
    void overridesTypesByTheExactColumnType() throws IOException {
        MappingRules overrides = rules(SMALLEST + """
                type_override:
                  "tinyint(1)": {override_to: boolean, override_tables: ["*"]}
                  "int(11)": {override_to: bigint, override_tables: [shop.orders, copies.lines]}
                  "enum('A','b')": {override_to: text, override_tables: ["*"]}
                """);
        PostgresName orders = new PostgresName("copies", "orders");
        TableId id = new TableId("shop", "orders");
        assertThat(overrides.type(id, orders, "tinyint(1)")).contains("boolean");
        assertThat(overrides.type(id, orders, "tinyint")).isEmpty();
        assertThat(overrides.type(id, orders, "int"))
                .as("without its display width")
                .contains("bigint");
        assertThat(overrides.type(id, orders, "int unsigned")).isEmpty();
        assertThat(overrides.type(new TableId("shop", "lines"), new PostgresName("copies", "lines"), "int(11)"))
                .contains("bigint");
        assertThat(overrides.type(new TableId("shop", "x"), new PostgresName("copies", "x"), "int"))
                .isEmpty();
        assertThat(overrides.type(id, orders, "enum('A','b')")).contains("text");
        assertThat(overrides.type(id, orders, "enum('a','b')")).isEmpty();
    }

    @Test
    void refusesOverridesThatLackSomething() {
        assertThat(refusal(SMALLEST + "type_override: {int: {override_to: bigint}}"))
                .contains("type_override.int", "override_tables is missing");
        assertThat(refusal(SMALLEST + "type_override: {int: {override_tables: ['*']}}"))
                .contains("override_to is missing");
    }

    @Test
    void hasTheLogAndTheLimitsOfAChameleonFile() throws URISyntaxException {
        Configuration configuration = chameleon();
        assertThat(configuration.name()).isEqualTo("pg-chameleon");
        assertThat(configuration.log())
                .isEqualTo(new LogSettings(
                        Path.of(System.getProperty("user.home"), ".pg_chameleon", "logs"),
                        LogDestination.FILE,
                        LogLevel.INFO,
                        10));
        SourceSettings mysql = configuration.source("mysql").settings();
        assertThat(mysql.lockTimeout()).isEqualTo("120s");
        assertThat(mysql.copyMaxBytes()).isEqualTo(300L << 20);
        assertThat(mysql.netReadTimeout()).isEqualTo(600);
        assertThat(mysql.onErrorRead()).isEqualTo(OnError.CONTINUE);
    }

    @Test
    void refusesASizeThatIsNone() {
        assertThat(refusal(SMALLEST + "    copy_max_memory: much"))
                .contains("copy_max_memory is \"much\"", "such as 300M");
        assertThat(refusal("log_level: loud\n" + SMALLEST)).contains("log_level must be debug or info");
        assertThat(refusal("log_days_keep: -1\n" + SMALLEST)).contains("log_days_keep is -1");
    }

    @Test
    void warnsOfAPasswordThatOthersMayRead() throws IOException {
        Path file = Files.writeString(folder.resolve("open.yml"), SMALLEST);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(ConfigurationFile.read(file.toString()).warnings()).isEmpty();

        Files.writeString(file, "pg_conn: {password: hush, user: u, database: d}\n");
        assertThat(ConfigurationFile.read(file.toString()).warnings())
                .singleElement()
                .asString()
                .contains("pg_conn.password", "chmod 600 " + file)
                .doesNotContain("hush");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(ConfigurationFile.read(file.toString()).warnings()).isEmpty();

        Files.writeString(file, "pg_conn: {password: '${env:HUSH}', user: u, database: d}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ConfigurationFile.read(file.toString()).warnings()).isEmpty();
    }

    @Test
    void warnsOfEachKeyWithoutEffectOnce() throws URISyntaxException {
        List<String> warnings = chameleon().warnings();
        assertThat(warnings)
                .doesNotHaveDuplicates()
                .contains(
                        "pid_dir has no meaning: the replica runs on Kafka Connect.",
                        "sources.mysql.sleep_loop has no meaning: nothing polls.",
                        "sources.pgsql.db_conn.charset has no meaning: each column's own character set is used.")
                .noneMatch(warning -> warning.contains("rollbar")
                        || warning.contains("type_override")
                        || warning.contains("keep_existing_schema")
                        || warning.contains("fillfactor")
                        || warning.contains("grant_select_to")
                        || warning.contains("skip_events"));
    }

    @ParameterizedTest
    @CsvSource({
        "db_conn:,       db_con:,          sources.shop.db_con,     db_conn",
        "schema_mapp,    schema_map,       sources.shop.schema_mapings, schema_mappings",
        "pg_conn:,       pg_con:,          pg_con,                  pg_conn",
        "database:,      databse:,         pg_conn.databse,         database"
    })
    void namesAnUnknownKeyItsPathAndTheNearestKnownOne(String from, String to, String path, String nearest) {
        String yaml = from.equals("schema_mapp")
                ? SMALLEST.replace("schema_mappings", "schema_mapings")
                : SMALLEST.replace(from, to);
        String key = path.substring(path.lastIndexOf('.') + 1);
        assertThat(refusal(yaml))
                .contains("the key " + key + " (" + path + ") is not known, did you mean " + nearest + "?");
    }

    @Test
    void listsTheKnownKeysWhereNoneIsNear() {
        assertThat(refusal(SMALLEST + "kafka: {zookeeper: x}"))
                .contains("the key zookeeper (kafka.zookeeper)", "bootstrap_servers, properties");
    }

    @Test
    void namesTheKeyWhoseValueIsOfTheWrongKind() {
        assertThat(refusal(SMALLEST.replace("user: usr_replica\n  database", "port: x\n  user: u\n  database")))
                .contains("pg_conn.port", "a whole number is expected");
        assertThat(refusal(SMALLEST + "    limit_tables: orders\n"))
                .contains("sources.shop.limit_tables", "a list is expected");
        assertThat(refusal(SMALLEST + "    on_error_replay: perhaps\n"))
                .contains("sources.shop.on_error_replay must be exit or continue");
        assertThat(refusal(SMALLEST + "    gtid_enable: perhaps\n")).contains("yes or no is expected");
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(refusal("kafka: {}")).contains("the key pg_conn is missing");
        assertThat(refusal(SMALLEST.replace("  database: db_replica\n", "")))
                .contains("pg_conn: the key database is missing or empty");
        assertThat(refusal(SMALLEST.replace("    type: mysql\n", "")))
                .contains("sources.shop: the key type is missing");
    }

    @Test
    void refusesValuesThatNoServerTakes() {
        assertThat(refusal(SMALLEST.replace("  user: usr_replica\n  d", "  port: 70000\n  user: u\n  d")))
                .contains("port 70000 is not between 1 and 65535");
        assertThat(refusal(SMALLEST.replace("  user: usr_replica\n  d", "  sslmode: on\n  user: u\n  d")))
                .contains("sslmode", "verify-full");
        assertThat(refusal(SMALLEST.replace("  shop:\n    type", "  my shop:\n    type")))
                .contains("source name \"my shop\"");
        assertThat(refusal(SMALLEST + "connect: {username: u}")).contains("both, or neither");
    }

    @Test
    void saysWhereTheFileIsNoYaml() {
        assertThat(refusal("pg_conn:\n  user: a\n  user: b\n")).contains("Duplicate field 'user'", "line 3");
        assertThat(refusal("")).contains("holds no keys");
    }

    @Test
    void quotesNoSecretInMessages() {
        assertThat(refusal("pg_conn: {password: \"s3cret\n  x: [")).doesNotContain("s3cret");
        assertThat(refusal(SMALLEST.replace("  user: usr_replica\n  d", "  password: [s3cret]\n  user: u\n  d")))
                .contains("pg_conn.password")
                .doesNotContain("s3cret");
    }

    @Test
    void hidesSecretsFromToString() throws IOException {
        Configuration configuration = read(
                SMALLEST.replace("  user: usr_replica\n  d", "  user: u\n  password: s3cret\n  d")
                        + "kafka: {properties: {sasl.jaas.config: s3cret}}\nconnect: {username: u, password: s3cret}\n");
        assertThat(configuration.toString()).doesNotContain("s3cret");
        assertThat(configuration.postgres().address().toString()).doesNotContain("s3cret");
        assertThat(configuration.postgres().password().value()).isEqualTo("s3cret");
    }

    @Test
    void findsANameInTheHomeFolderAndAPathWhereItIs() {
        Path home = Path.of("home");
        assertThat(ConfigurationFile.locate("shop", home)).isEqualTo(home.resolve(".anole/configuration/shop.yml"));
        assertThat(ConfigurationFile.locate("~/shop.yml", home)).isEqualTo(home.resolve("shop.yml"));
        assertThat(ConfigurationFile.locate("shop.yml", home)).isEqualTo(Path.of("shop.yml"));
        assertThat(ConfigurationFile.locate("conf/shop", home)).isEqualTo(Path.of("conf/shop"));
    }
}
