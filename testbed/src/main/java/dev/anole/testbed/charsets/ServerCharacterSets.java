package dev.anole.testbed.charsets;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks a server what the bytes of its character sets stand for. */
public final class ServerCharacterSets {

    /** What the server puts in the place of a character that the other character set lacks. */
    private static final String QUESTION_MARK = "0000003f";

    private static final String REPLACED = "";

    private ServerCharacterSets() {}

    /** The names of all that the server has, each with the most bytes of a character. */
    public static SortedMap<String, Integer> names(Connection connection) throws SQLException {
        SortedMap<String, Integer> names = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT character_set_name, maxlen FROM information_schema.character_sets")) {
            while (rows.next()) {
                names.put(rows.getString(1), rows.getInt(2));
            }
        }
        return names;
    }

    /**
     * Per sequence of bytes, in hexadecimal: the text that it stands for; empty for none. Half of a surrogate pair is
     * none, although some servers let it pass.
     */
    public static SortedMap<String, String> ask(Connection connection, String characterSet, Sequences sequences)
            throws SQLException {
        SortedMap<String, String> answers = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sequences.query(characterSet))) {
            while (rows.next()) {
                answers.put(rows.getString(1), text(rows.getString(1), rows.getString(2)));
            }
        }
        return answers;
    }

    private static String text(String bytes, @Nullable String utf32) {
        if (utf32 == null) {
            return REPLACED;
        }
        StringBuilder text = new StringBuilder();
        int questionMarks = 0;
        for (int at = 0; at < utf32.length(); at += QUESTION_MARK.length()) {
            String unit = utf32.substring(at, at + QUESTION_MARK.length());
            questionMarks += unit.equals(QUESTION_MARK) ? 1 : 0;
            int codePoint = Integer.parseInt(unit, 16);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return REPLACED;
            }
            text.appendCodePoint(codePoint);
        }
        for (int at = 0; at < bytes.length(); at += 2) {
            questionMarks -= bytes.startsWith("3f", at) ? 1 : 0;
        }
        return questionMarks > 0 ? REPLACED : text.toString();
    }
}
