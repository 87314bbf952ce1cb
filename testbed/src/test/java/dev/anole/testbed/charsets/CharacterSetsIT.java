package dev.anole.testbed.charsets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.value.CharacterSet;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.Stack;
import dev.anole.testbed.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Every byte sequence of every character set stands for what the server says. */
class CharacterSetsIT {

    @Test
    void mySqlsCharacterSetsAreDecodedAsItDoes() throws Exception {
        assertDecodesAs(Stack.shared().mySql());
    }

    @Test
    @EnabledIfSystemProperty(named = "anole.full", matches = "true")
    void mariaDbsCharacterSetsAreDecodedAsItDoes() throws Exception {
        try (Workspace workspace = Workspace.open("CharacterSetsIT")) {
            MySqlServer server =
                    MySqlServer.create(workspace, MySqlOptions.defaults().withFlavour(MySqlOptions.Flavour.MARIADB));
            server.start();
            assertDecodesAs(server);
        }
    }

    private static void assertDecodesAs(MySqlServer server) throws SQLException {
        try (Connection connection = server.connect("")) {
            assertDecodesAs(connection);
        }
    }

    private static void assertDecodesAs(Connection connection) throws SQLException {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        Map<String, Integer> names = ServerCharacterSets.names(connection);
        assertThat(names).hasSizeGreaterThanOrEqualTo(40);
        for (Map.Entry<String, Integer> name : names.entrySet()) {
            CharacterSet characterSet = CharacterSet.named(name.getKey());
            if (!characterSet.isUtf8()) {
                for (Sequences sequences : sequences(name.getKey(), name.getValue())) {
                    compared += compare(connection, characterSet, sequences, differences);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).as("sequences").isGreaterThan(350_000);
    }

    private static List<Sequences> sequences(String name, int mostBytes) {
        return switch (name) {
            case "ujis", "eucjpms" -> List.of(Sequences.ONE_BYTE, Sequences.TWO_BYTES, Sequences.THREE_BYTES);
            case "gb18030" -> List.of(Sequences.ONE_BYTE, Sequences.TWO_BYTES, Sequences.FOUR_BYTES);
            case "ucs2", "utf16", "utf16le" -> List.of(Sequences.TWO_BYTES, Sequences.SURROGATES);
            case "utf32" -> List.of(Sequences.FOUR_BYTE_UNITS);
            default -> mostBytes == 1 ? List.of(Sequences.ONE_BYTE) : List.of(Sequences.ONE_BYTE, Sequences.TWO_BYTES);
        };
    }

    private static int compare(
            Connection connection, CharacterSet characterSet, Sequences sequences, List<String> differences)
            throws SQLException {
        Map<String, String> answers = ServerCharacterSets.ask(connection, characterSet.name(), sequences);
        ValueBuffer out = new ValueBuffer(16);
        answers.forEach((hex, expected) -> {
            byte[] bytes = HexFormat.of().parseHex(hex);
            out.clear();
            characterSet.decode(bytes, 0, bytes.length, out);
            boolean defined = !isMarked(out.toByteArray());
            if (defined == expected.isEmpty() || defined && !out.toString().equals(expected)) {
                differences.add(
                        characterSet + " " + hex + ": the server has \"" + expected + "\", we have \"" + out + "\"");
            }
        });
        return answers.size();
    }

    private static boolean isMarked(byte[] text) {
        for (byte octet : text) {
            if (octet == CharacterSet.MALFORMED) {
                return true;
            }
        }
        return false;
    }
}
