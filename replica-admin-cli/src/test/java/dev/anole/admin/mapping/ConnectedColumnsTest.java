package dev.anole.admin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.admin.mapping.ConnectedColumns.Member;
import dev.anole.contract.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectedColumnsTest {

    private static final TableId PARENT = new TableId("shop", "z_parent");
    private static final TableId CHILD = new TableId("shop", "child");
    private static final TableId GRANDCHILD = new TableId("shop", "a_grandchild");

    private static ConnectedColumns family(String columnType) {
        Map<String, List<Member>> groups = new HashMap<>();
        ConnectedColumns.connect(
                groups, new Member(GRANDCHILD, "p", columnType, true), new Member(CHILD, "P", columnType, false));
        ConnectedColumns.connect(
                groups, new Member(CHILD, "P", columnType, true), new Member(PARENT, "id", columnType, false));
        return ConnectedColumns.of(groups);
    }

    @Test
    void theTypeOfTheOneThatAllReferToIsEverybodys() {
        ConnectedColumns connected = family("int");
        for (TableId table : List.of(PARENT, CHILD, GRANDCHILD)) {
            String column = table.equals(PARENT) ? "ID" : "p";
            assertThat(connected.type(
                            table, column, member -> Optional.of(member.table().table())))
                    .as("type of %s", table)
                    .contains("z_parent");
            assertThat(connected.type(
                            table,
                            column,
                            member -> member.table().equals(GRANDCHILD) ? Optional.of("bigint") : Optional.empty()))
                    .contains("bigint");
        }
    }

    @Test
    void labelsAreTextWhereForeignKeysCompareThem() {
        assertThat(family("enum('a')").type(CHILD, "p", member -> Optional.empty()))
                .contains("text");
        assertThat(family("int").type(CHILD, "p", member -> Optional.empty())).isEmpty();
        assertThat(family("enum('a')").type(CHILD, "other", member -> Optional.empty()))
                .isEmpty();
    }
}
