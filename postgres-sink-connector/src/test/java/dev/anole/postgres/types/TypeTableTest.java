package dev.anole.postgres.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.postgres.Definitions;
import dev.anole.postgres.catalogue.PostgresName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The type table, and the documents that show it; {@code -Danole.docs=write} writes them anew. */
class TypeTableTest {

    private static final Path ROOT = Path.of("..");
    private static final String BEGIN = "<!-- types: written by TypeTableTest -->\n";
    private static final String END = "<!-- end of types -->";
    private static final MappedTable TABLE = MappedTable.plain(Definitions.table(), new PostgresName("shop", "orders"));

    @Test
    void documentsShowTheTypesThatTheTableChooses() throws IOException {
        compare(ROOT.resolve("README.md"));
        compare(ROOT.resolve("docs/types.md"));
    }

    private static void compare(Path file) throws IOException {
        String text = Files.readString(file);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        assertThat(text).as("a table in %s", file).contains(BEGIN, END);
        if ("write".equals(System.getProperty("anole.docs"))) {
            Files.writeString(file, text.substring(0, from) + table() + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("the types in %s; -Danole.docs=write writes them anew", file)
                .isEqualTo(table());
    }

    private static String table() {
        StringBuilder text = new StringBuilder(
                "| MySQL | for example | PostgreSQL | what PostgreSQL may lack | remarks |\n|---|---|---|---|---|\n");
        for (TypeRow row : TypeTable.rows()) {
            ColumnDefinition column = Definitions.column("state", row.example());
            PostgresType type = TypeTable.of(column, TABLE);
            String lacks = Arrays.stream(BadValueKind.values())
                    .filter(type.badValues()::contains)
                    .map(kind -> "`" + kind.key() + "`")
                    .collect(Collectors.joining(", "));
            text.append("| " + row.mySql() + " | `" + row.example() + "` | `"
                    + type.sqlName().replace("\"", "") + "` | " + lacks + " | " + row.remark() + " |\n");
        }
        return text.toString();
    }

    @Test
    void theDocumentsShowEveryTypeThatIsReplicated() {
        Set<DataType> missing = new HashSet<>(Arrays.asList(DataType.values()));
        TypeTable.rows()
                .forEach(row ->
                        missing.remove(Definitions.column("c", row.example()).dataType()));

        // Of the same kind as those that are shown.
        assertThat(missing)
                .containsExactlyInAnyOrder(
                        DataType.CHAR, DataType.BINARY, DataType.BLOB, DataType.INET4, DataType.OTHER);
    }

    @Test
    void jsonOfMariaDbIsJson() {
        ColumnDefinition column = Definitions.column("c", "longtext");
        assertThat(TypeTable.of(column, TABLE).sqlName()).isEqualTo("text");
        assertThat(TypeTable.of(column.asJson(), TABLE).sqlName()).isEqualTo("jsonb");
    }

    @Test
    void labelsOfMoreThan63BytesAreText() {
        String fits = "\u00e9".repeat(31);
        assertThat(TypeTable.of(Definitions.column("c", "enum('" + fits + "')"), TABLE)
                        .sqlName())
                .isEqualTo("\"shop\".\"orders_c_enum\"");
        assertThat(TypeTable.of(Definitions.column("c", "enum('" + fits + "\u00e9')"), TABLE)
                        .sqlName())
                .isEqualTo("text");
    }
}
