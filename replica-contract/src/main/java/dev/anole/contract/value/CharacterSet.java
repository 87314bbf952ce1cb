package dev.anole.contract.value;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A MySQL character set (manual, 12.10 Supported Character Sets and Collations). Immutable. */
public final class CharacterSet {

    private static final Map<String, CharacterSet> BY_NAME = new ConcurrentHashMap<>();

    private static final Decoding STRAIGHT = (bytes, from, to, out) -> out.append(bytes, from, to);

    private final String name;
    private final Decoding decoding;

    /** Appends text as UTF-8. */
    interface Decoding {
        void decode(byte[] bytes, int from, int to, ValueBuffer out);
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

    /** Whether its bytes are UTF-8 already, or to be taken as they are ({@code binary}). */
    public boolean isUtf8() {
        return decoding == STRAIGHT;
    }

    /**
     * Appends text of this character set as UTF-8.
     *
     * @throws IllegalArgumentException for bytes that stand for no character; the message names their offset
     */
    public void decode(byte[] bytes, int from, int to, ValueBuffer out) {
        decoding.decode(bytes, from, to, out);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Decoding decodingOf(String name) {
        return switch (name) {
            case "utf8mb4", "utf8mb3", "utf8", "ascii", "binary" -> STRAIGHT;
            case "latin1" -> SingleByteDecoding.latin1();
            case "latin2" -> singleByte(name, "ISO-8859-2");
            case "latin5" -> singleByte(name, "ISO-8859-9");
            case "latin7" -> singleByte(name, "ISO-8859-13");
            case "greek" -> singleByte(name, "ISO-8859-7");
            case "hebrew" -> singleByte(name, "ISO-8859-8");
            case "cp1250" -> singleByte(name, "windows-1250");
            case "cp1251" -> singleByte(name, "windows-1251");
            case "cp1256" -> singleByte(name, "windows-1256");
            case "cp1257" -> singleByte(name, "windows-1257");
            case "cp850" -> singleByte(name, "IBM850");
            case "cp852" -> singleByte(name, "IBM852");
            case "cp866" -> singleByte(name, "IBM866");
            case "koi8r" -> singleByte(name, "KOI8-R");
            case "koi8u" -> singleByte(name, "KOI8-U");
            case "macroman" -> singleByte(name, "x-MacRoman");
            case "macce" -> singleByte(name, "x-MacCentralEurope");
            case "tis620" -> singleByte(name, "TIS-620");
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
            case "ucs2", "utf16" -> multiByte(name, "UTF-16BE");
            case "utf16le" -> multiByte(name, "UTF-16LE");
            case "utf32" -> multiByte(name, "UTF-32BE");
            default -> throw new IllegalArgumentException("Anole does not decode the character set \"" + name + "\"");
        };
    }

    private static Decoding singleByte(String name, String javaName) {
        return SingleByteDecoding.of(name, Charset.forName(javaName));
    }

    private static Decoding multiByte(String name, String javaName) {
        return new MultiByteDecoding(name, Charset.forName(javaName));
    }
}
