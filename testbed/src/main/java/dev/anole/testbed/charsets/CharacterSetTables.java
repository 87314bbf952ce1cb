package dev.anole.testbed.charsets;

import static java.util.stream.Collectors.joining;

import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.SourceTree;
import dev.anole.testbed.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the tables of characters of {@code replica-contract}, as MySQL's server answers: whole ones of the character
 * sets of one byte per character, and how the East Asian ones differ from Java's.
 */
public final class CharacterSetTables {

    private static final String FOLDER = "replica-contract/src/main/resources/dev/anole/contract/value";

    private static final Map<String, Charset> NEAREST = new TreeMap<>(Map.of(
            "big5", Charset.forName("Big5"),
            "gbk", Charset.forName("GBK"),
            "gb2312", Charset.forName("GB2312"),
            "gb18030", Charset.forName("GB18030"),
            "sjis", Charset.forName("Shift_JIS"),
            "cp932", Charset.forName("windows-31j"),
            "ujis", Charset.forName("EUC-JP"),
            "eucjpms", Charset.forName("x-eucJP-Open"),
            "euckr", Charset.forName("x-windows-949")));

    private final Connection connection;

    private CharacterSetTables(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        try (Workspace workspace = Workspace.open("character-set-tables")) {
            MySqlServer server = MySqlServer.create(workspace, MySqlOptions.defaults());
            server.start();
            try (Connection connection = server.connect("")) {
                Path folder = SourceTree.root().resolve(FOLDER);
                CharacterSetTables tables = new CharacterSetTables(connection);
                Files.write(folder.resolve("single-byte.txt"), tables.singleByte());
                Files.write(folder.resolve("multi-byte.txt"), tables.multiByte());
            }
        }
    }

    private List<String> singleByte() throws SQLException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Written by dev.anole.testbed.charsets.CharacterSetTables: the code point of each byte, - for none");
        for (Map.Entry<String, Integer> characterSet :
                ServerCharacterSets.names(connection).entrySet()) {
            String name = characterSet.getKey();
            if (characterSet.getValue() == 1 && !name.equals("binary")) {
                lines.add(name + " "
                        + ServerCharacterSets.ask(connection, name, Sequences.ONE_BYTE).values().stream()
                                .map(CharacterSetTables::hex)
                                .collect(joining(" ")));
            }
        }
        return lines;
    }

    private static String hex(String character) {
        if (character.codePointCount(0, character.length()) > 1) {
            throw new IllegalStateException("One sequence stands for the characters " + character);
        }
        return character.isEmpty() ? "-" : Integer.toHexString(character.codePointAt(0));
    }

    private List<String> multiByte() throws SQLException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Written by dev.anole.testbed.charsets.CharacterSetTables: where a server differs from Java's charset:");
        lines.add(
                "# first bytes, how many sequences, each one more in the last byte, code point of the first (- for none)");
        for (Map.Entry<String, Charset> nearest : NEAREST.entrySet()) {
            lines.addAll(differences(nearest.getKey(), nearest.getValue()));
        }
        return lines;
    }

    private List<String> differences(String name, Charset nearest) throws SQLException {
        List<Sequences> kinds = new ArrayList<>(List.of(Sequences.ONE_BYTE, Sequences.TWO_BYTES));
        if (name.equals("ujis") || name.equals("eucjpms")) {
            kinds.add(Sequences.THREE_BYTES);
        } else if (name.equals("gb18030")) {
            kinds.add(Sequences.FOUR_BYTES);
        }
        List<Run> runs = new ArrayList<>();
        for (Sequences kind : kinds) {
            SortedMap<String, String> answers = ServerCharacterSets.ask(connection, name, kind);
            for (Map.Entry<String, String> answer : answers.entrySet()) {
                byte[] bytes = HexFormat.of().parseHex(answer.getKey());
                if (!answer.getValue().equals(java(nearest, bytes))) {
                    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
                    if (last == null || !last.takes(bytes, hex(answer.getValue()))) {
                        runs.add(new Run(bytes, hex(answer.getValue())));
                    }
                }
            }
        }
        return runs.stream().map(run -> name + " " + run.text()).toList();
    }

    private static String java(Charset charset, byte[] bytes) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /** Sequences that differ in their last byte, which with their code points goes up by one. */
    private static final class Run {

        private final byte[] first;
        private final String codePoint;
        private int count = 1;

        private Run(byte[] first, String codePoint) {
            this.first = first;
            this.codePoint = codePoint;
        }

        /** Whether this one is the next, which is then taken in. */
        private boolean takes(byte[] bytes, String nextCodePoint) {
            byte[] next = first.clone();
            next[next.length - 1] += (byte) count;
            String expected =
                    codePoint.equals("-") ? "-" : Integer.toHexString(Integer.parseInt(codePoint, 16) + count);
            boolean taken = Arrays.equals(next, bytes) && expected.equals(nextCodePoint);
            count += taken ? 1 : 0;
            return taken;
        }

        private String text() {
            return HexFormat.of().formatHex(first) + " " + count + " " + codePoint;
        }
    }
}
