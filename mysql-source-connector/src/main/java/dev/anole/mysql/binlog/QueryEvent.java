package dev.anole.mysql.binlog;

import dev.anole.contract.value.ByteCursor;
import dev.anole.contract.value.CharacterSet;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.mysql.ddl.SqlMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A statement in the binlog (MySQL source documentation, {@code Query_event}), a view of its event. It is only decoded
 * when somebody wants its text.
 */
public final class QueryEvent {

    private static final int FLAGS2 = 0;
    private static final int SQL_MODE = 1;
    private static final int CATALOG = 2;
    private static final int AUTO_INCREMENT = 3;
    private static final int CHARSET = 4;
    private static final int TIME_ZONE = 5;
    private static final int CATALOG_NZ = 6;

    private final byte[] array;
    private final int to;
    private final long seconds;
    private long sqlMode;
    private int collation;
    private String timeZone = "";
    private String database = "";
    private int from;

    private QueryEvent(byte[] array, int to, long seconds) {
        this.array = array;
        this.seconds = seconds;
        this.to = to;
    }

    /** Reads a QUERY event. */
    public static QueryEvent parse(RawEvent event) {
        return parse(event, 0);
    }

    /** Reads an EXECUTE_LOAD_QUERY event, which has 13 bytes more in front of the variables. */
    public static QueryEvent parseLoad(RawEvent event) {
        return parse(event, 13);
    }

    private static QueryEvent parse(RawEvent event, int moreFixedBytes) {
        QueryEvent query = new QueryEvent(event.array(), event.to(), event.timestampSeconds());
        ByteCursor cursor = event.cursor();
        cursor.skip(8);
        int databaseBytes = cursor.uint8();
        cursor.skip(2);
        int variableBytes = cursor.uint16();
        cursor.skip(moreFixedBytes);
        int variables = cursor.skip(variableBytes);
        query.readVariables(new ByteCursor(event.array(), variables, variables + variableBytes));
        query.database = databaseBytes == 0 ? "" : cursor.utf8(databaseBytes);
        cursor.skip(1);
        query.from = cursor.position();
        return query;
    }

    /** Mode, collation and time zone stand in front of all unknown variables. */
    private void readVariables(ByteCursor cursor) {
        while (cursor.remaining() > 0) {
            switch (cursor.uint8()) {
                case FLAGS2, AUTO_INCREMENT -> cursor.skip(4);
                case SQL_MODE -> sqlMode = cursor.little(8);
                case CATALOG -> cursor.skip(cursor.uint8() + 1);
                case CATALOG_NZ -> cursor.skip(cursor.uint8());
                case TIME_ZONE -> timeZone = cursor.utf8(cursor.uint8());
                case CHARSET -> {
                    collation = cursor.uint16();
                    cursor.skip(4);
                }
                default -> {
                    return;
                }
            }
        }
    }

    /** The session's default database; empty if it had none. */
    public String database() {
        return database;
    }

    /** The session's. */
    public SqlMode sqlMode() {
        return new SqlMode(sqlMode);
    }

    /** When the statement began, as NOW() gives it, since 1970. */
    public long seconds() {
        return seconds;
    }

    /** The session's time zone, as MySQL names it; empty if the statement does not depend on it. */
    public String timeZone() {
        return timeZone;
    }

    /** Whether the statement is exactly this. */
    public boolean is(byte[] ascii) {
        return Arrays.equals(array, from, to, ascii, 0, ascii.length);
    }

    /** Whether the statement begins with this. */
    public boolean startsWith(byte[] ascii) {
        return to - from >= ascii.length && Arrays.equals(array, from, from + ascii.length, ascii, 0, ascii.length);
    }

    /** What stands behind a beginning that {@link #startsWith} has found; only for text that is ASCII. */
    public String textBehind(byte[] ascii) {
        int start = from + ascii.length;
        return new String(array, start, to - start, StandardCharsets.US_ASCII).strip();
    }

    /** Whether the statement ends with this. */
    public boolean endsWith(byte[] ascii) {
        return to - from >= ascii.length && Arrays.equals(array, to - ascii.length, to, ascii, 0, ascii.length);
    }

    /**
     * The statement.
     *
     * @param characterSets MySQL's names by the collations' ids; the session may have used any of them
     */
    public String statement(Map<Integer, String> characterSets) {
        String name = characterSets.getOrDefault(collation, "utf8mb4");
        CharacterSet characterSet = CharacterSet.named(name);
        if (characterSet.isUtf8()) {
            return new String(array, from, to - from, StandardCharsets.UTF_8);
        }
        ValueBuffer text = new ValueBuffer(2 * (to - from));
        characterSet.decode(array, from, to, text);
        return text.toString();
    }
}
