package dev.anole.admin.pgsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.postgres.catalogue.PostgresName;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenamingTest {

    private final Renaming names = new Renaming(Map.of(
            new PostgresName("shop", "orders"), new PostgresName("to", "orders"),
            new PostgresName("shop", "Mixed \"it's\""), new PostgresName("to", "Mixed \"it's\""),
            new PostgresName("My.Shop", "mood"), new PostgresName("to", "mood"),
            new PostgresName("größe", "maß"), new PostgresName("to", "maß"),
            new PostgresName("shop", "orders_id_seq"), new PostgresName("to", "orders_id_seq")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '%',
            value = {
                "ALTER TABLE shop.orders ADD CHECK ((id > 0)) # ALTER TABLE \"to\".\"orders\" ADD CHECK ((id > 0))",
                "REFERENCES shop.orders(id) # REFERENCES \"to\".\"orders\"(id)",
                "nextval('shop.orders_id_seq'::regclass) # nextval('\"to\".\"orders_id_seq\"'::regclass)",
                "nextval('shop.\"Mixed \"\"it''s\"\"\"'::regclass) # nextval('\"to\".\"Mixed \"\"it''s\"\"\"'::regclass)",
                "'sad'::\"My.Shop\".mood # 'sad'::\"to\".\"mood\"",
                "'shop.orders'::text # 'shop.orders'::text",
                "E'\\\\''shop.orders'::text # E'\\\\''shop.orders'::text",
                "'a' || shop.orders || 'b' # 'a' || \"to\".\"orders\" || 'b'",
                "x::größe.maß[] # x::\"to\".\"maß\"[]",
                "public.gin_trgm_ops # public.gin_trgm_ops",
                "shop.citext # shop.citext",
                "myshop.orders # myshop.orders",
                "\"shop.orders\" # \"shop.orders\"",
                "(address).shop.orders # (address).shop.orders",
            })
    void namesOfCopiedObjectsAndNothingElse(String statement, String expected) {
        assertThat(names.apply(statement)).isEqualTo(expected);
    }
}
