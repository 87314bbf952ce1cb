package dev.anole.contract.value;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A MySQL character set (manual, 12.10 Supported Character Sets and Collations). What its bytes stand for is what the
 * server makes of them when it converts them. Immutable.
 */
public final class CharacterSet {

    private static final Map<String, CharacterSet> BY_NAME = new ConcurrentHashMap<>();

    /** A byte that UTF-8 never has. */
    public static final byte MALFORMED = (byte) 0xff;

    private final String name;
    private final Decoding decoding;

    /** Appends text as UTF-8. Immutable. */
    interface Decoding {

        /**
         * @return the offset of the first bytes that stand for no character, up to which was appended; {@code to} if
         *     there are none
         */
        int decode(byte[] bytes, int from, int to, ValueBuffer out);

        /** How many of the bytes at this offset, where no character begins, to pass over. */
        int badLength(byte[] bytes, int at, int to);
    }

    private enum Straight implements Decoding {
        STRAIGHT;

        @Override
        public int decode(byte[] bytes, int from, int to, ValueBuffer out) {
            out.append(bytes, from, to);
            return to;
        }

        @Override
        public int badLength(byte[] bytes, int at, int to) {
            return 1;
        }
    }

    private CharacterSet(String name, Decoding decoding) {
        this.name = name;
        this.decoding = decoding;
    }

    /**
     * @param mysqlName in any case, as {@code information_schema.character_sets} has it
     * @throws IllegalArgumentException for a character set that Anole does not decode
     */
    public static CharacterSet named(String mysqlName) {
        return BY_NAME.computeIfAbsent(
                mysqlName.toLowerCase(Locale.ROOT), name -> new CharacterSet(name, decodingOf(name)));
    }

    /** MySQL's name, in lower case. */
    public String name() {
        return name;
    }

    /**
     * Whether its bytes are UTF-8 already, or to be taken as they are ({@code binary}): decoding does not look at them.
     */
    public boolean isUtf8() {
        return decoding == Straight.STRAIGHT;
    }

    /**
     * Appends text of this character set as UTF-8, with one byte {@link #MALFORMED} for each sequence of bytes that stands
     * for no character. Where {@link #isUtf8} holds it does not look at the bytes.
     */
    public void decode(byte[] bytes, int from, int to, ValueBuffer out) {
        int at = decoding.decode(bytes, from, to, out);
        while (at < to) {
            out.append(MALFORMED);
            at = decoding.decode(bytes, at + decoding.badLength(bytes, at, to), to, out);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static Decoding decodingOf(String name) {
        return switch (name) {
            case "utf8mb4", "utf8mb3", "utf8", "binary" -> Straight.STRAIGHT;
            case "ucs2" -> new UnicodeDecoding(2, false, false);
            case "utf16" -> new UnicodeDecoding(2, false, true);
            case "utf16le" -> new UnicodeDecoding(2, true, true);
            case "utf32" -> new UnicodeDecoding(4, false, false);
            case "big5" -> multiByte(name, "Big5");
            case "gbk" -> multiByte(name, "GBK");
            case "gb2312" -> multiByte(name, "GB2312");
            case "gb18030" -> multiByte(name, "GB18030");
            case "sjis" -> multiByte(name, "Shift_JIS");
            case "cp932" -> multiByte(name, "windows-31j");
            case "ujis" -> multiByte(name, "EUC-JP");
            case "eucjpms" -> multiByte(name, "x-eucJP-Open");
            // MySQL's euckr holds Microsoft's Unified Hangul Code.
            case "euckr" -> multiByte(name, "x-windows-949");
            default ->
                SingleByteDecoding.named(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Anole does not decode the character set \"" + name + "\""));
        };
    }

    /** @param javaName the charset of Java that is nearest; what differs is in a table */
    private static Decoding multiByte(String name, String javaName) {
        return MultiByteDecoding.of(name, Charset.forName(javaName));
    }
}
