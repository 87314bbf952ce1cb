package dev.anole.admin.synchronise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.admin.AdminException;
import dev.anole.admin.configuration.ConfigurationFile;
import dev.anole.admin.synchronise.TableChoice.Chosen;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.TableMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableChoiceTest {

    @TempDir
    private Path folder;

    private KnownTables known() throws IOException {
        Path file = Files.writeString(folder.resolve("anole.yml"), """
                pg_conn: {user: u, database: d}
                sources:
                  s:
                    type: mysql
                    db_conn: {user: u}
                    schema_mappings: {shop: shop_copy, log: log_copy}
                    limit_tables: [shop, log.days]
                    skip_tables: [shop.secrets]
                """);
        return new KnownTables(
                ConfigurationFile.read(file.toString()).source("s"),
                List.of(table("shop", "orders"), table("shop", "a.b"), table("log", "days")),
                Map.of(
                        "shop.orders", "BASE TABLE",
                        "shop.a.b", "BASE TABLE",
                        "shop.secrets", "BASE TABLE",
                        "shop.totals", "VIEW",
                        "log.days", "BASE TABLE",
                        "log.hours", "BASE TABLE"),
                List.of(
                        replica("shop", "orders", TableState.REPLICATING),
                        replica("shop", "a.b", TableState.COPYING),
                        replica("shop", "gone", TableState.DISABLED),
                        replica("log", "days", TableState.DISABLED)));
    }

    private static TableDefinition table(String schema, String name) {
        return new TableDefinition(new TableId(schema, name), List.of(), List.of(), List.of(), "");
    }

    private static ReplicaTable replica(String schema, String name, TableState state) {
        return new ReplicaTable(
                new TableId(schema, name),
                new PostgresName(schema + "_copy", name),
                table(schema, name),
                TableMapping.DEFAULT,
                state,
                true,
                null,
                ReplicaTable.Counters.NONE);
    }

    private static List<String> names(List<TableDefinition> tables) {
        return tables.stream().map(table -> table.id().toString()).toList();
    }

    @Test
    void findsTablesByTheirNames() throws IOException {
        Chosen chosen = new NamedTables(List.of("shop.a.b", "log.days", "shop.a.b")).choose(known());
        assertThat(names(chosen.joining())).containsExactly("shop.a.b", "log.days");
    }

    @Test
    void saysOfEachNameWhatIsWrongWithIt() throws IOException {
        KnownTables known = known();
        assertThat(known.whyNot("shop.totals")).contains("is a view");
        assertThat(known.whyNot("shop.secrets")).contains("skip_tables. Take shop.secrets out of it");
        assertThat(known.whyNot("log.hours")).contains("not in limit_tables");
        assertThat(known.whyNot("shop.gone")).contains("any more", "refresh-schema --schema shop");
        assertThat(known.whyNot("shop_copy.orders")).contains("not among the schema_mappings", "shop");
        assertThat(known.whyNot("mysql.user")).contains("MySQL's own");
        assertThat(known.whyNot("log.orders")).contains("shop.orders");
        assertThat(known.whyNot("shop.ORDERS")).contains("Did you mean shop.orders");
        assertThat(known.whyNot("shop.quite_another")).doesNotContain("Did you mean");
    }

    @Test
    void refusesAllNamesTogether() {
        assertThatThrownBy(() -> new NamedTables(List.of("shop.orders", "shop.secrets", "shop.totals")).choose(known()))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("shop.secrets")
                .hasMessageContaining("shop.totals")
                .hasMessageNotContaining("shop.orders");
    }

    @Test
    void takesOfTheDisabledTablesThoseThatCanComeBack() throws IOException {
        Chosen chosen = new DisabledTables().choose(known());
        assertThat(names(chosen.joining())).containsExactly("shop.a.b", "log.days");
        assertThat(chosen.leftOut()).hasSize(1).first().asString().contains("shop.gone");
    }

    @Test
    void letsAWholeSchemaLoseWhatMySqlHasNot() throws IOException {
        Chosen chosen = new WholeSchema("shop").choose(known());
        assertThat(names(chosen.joining())).containsExactly("shop.orders", "shop.a.b");
        assertThat(chosen.leaving().stream().map(table -> table.id().toString()))
                .containsExactly("shop.gone");
    }

    @Test
    void knowsWhichSchemaWasMeant() {
        assertThatThrownBy(() -> new WholeSchema("shop_copy").choose(known()))
                .isInstanceOfSatisfying(
                        AdminException.class, e -> assertThat(e.remedy()).isEqualTo("Did you mean shop?"));
    }
}
