package dev.anole.contract.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * East Asian text of one to four bytes per character, by tables of code points: those of one of Java's charsets, with
 * what a server answered otherwise. The bytes that are characters by themselves are no first bytes of others.
 */
final class MultiByteDecoding implements CharacterSet.Decoding {

    private static final String RESOURCE = "multi-byte.txt";

    private static final int UNDEFINED = -1;

    /** Begins a character of three bytes, in the character sets that have any. */
    private static final int THREE_BYTES = 0x8f;

    /** From this one on, four bytes of GB 18030 are code points from U+10000 on, in order. */
    private static final int SUPPLEMENTARY = FourBytes.index(0x90, 0x30, 0x81, 0x30);
    /** Before this one they are the rest of the Basic Multilingual Plane; then, up to U+10000, there is nothing. */
    private static final int BASIC = FourBytes.index(0x85, 0x30, 0x81, 0x30);

    private final int[] one = new int[0x100];
    /** By the lower seven bits of the first byte, and the second. */
    private final int[] two = new int[0x8000];
    /** By the lower seven bits of the second and third byte; empty if there are none. */
    private final int[] three;
    /** By {@link FourBytes#index}, up to {@link #BASIC}; empty if there are none. */
    private final int[] four;

    /** The characters of four bytes in GB 18030, counted. */
    private static final class FourBytes {

        private static boolean isSecond(byte octet) {
            return octet >= 0x30 && octet <= 0x39;
        }

        private static int index(int first, int second, int third, int fourth) {
            return (((first - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30;
        }
    }

    private MultiByteDecoding(int three, int four) {
        this.three = new int[three];
        this.four = new int[four];
        Arrays.fill(one, UNDEFINED);
        Arrays.fill(two, UNDEFINED);
        Arrays.fill(this.three, UNDEFINED);
        Arrays.fill(this.four, UNDEFINED);
    }

    /** @param nearest Java's charset that differs the least */
    static MultiByteDecoding of(String characterSet, Charset nearest) {
        boolean japanese = characterSet.equals("ujis") || characterSet.equals("eucjpms");
        boolean chinese = characterSet.equals("gb18030");
        MultiByteDecoding decoding = new MultiByteDecoding(japanese ? 0x4000 : 0, chinese ? BASIC : 0);
        decoding.fill(nearest.newDecoder());
        CharacterTables.lines(RESOURCE, characterSet).forEach(decoding::mend);
        return decoding;
    }

    private void fill(CharsetDecoder decoder) {
        for (int first = 0; first < 0x100; first++) {
            put(decoder, first);
        }
        for (int first = 0x80; first < 0x100; first++) {
            if (one[first] != UNDEFINED) {
                continue;
            }
            for (int second = 0; second < 0x100; second++) {
                put(decoder, first, second);
            }
        }
        for (int second = 0; second < three.length; second++) {
            put(decoder, THREE_BYTES, 0x80 | second >> 7, 0x80 | second & 0x7f);
        }
        for (int index = 0; index < four.length; index++) {
            put(decoder, 0x81 + index / 12600, 0x30 + index / 1260 % 10, 0x81 + index / 10 % 126, 0x30 + index % 10);
        }
    }

    private void put(CharsetDecoder decoder, int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        CharBuffer letters = CharBuffer.allocate(4);
        decoder.reset();
        boolean defined = !decoder.decode(ByteBuffer.wrap(bytes), letters, true).isError();
        String text = letters.flip().toString();
        if (defined && text.codePointCount(0, text.length()) == 1) {
            put(bytes, text.codePointAt(0));
        }
    }

    private void put(byte[] bytes, int codePoint) {
        int first = bytes[0] & 0xff;
        switch (bytes.length) {
            case 1 -> one[first] = codePoint;
            case 2 -> two[(first & 0x7f) << 8 | bytes[1] & 0xff] = codePoint;
            case 3 -> three[(bytes[1] & 0x7f) << 7 | bytes[2] & 0x7f] = codePoint;
            default -> four[FourBytes.index(first, bytes[1], bytes[2] & 0xff, bytes[3])] = codePoint;
        }
    }

    /** Takes over a line: first sequence, how many follow that differ in the last byte, first code point. */
    private void mend(String line) {
        List<String> words = List.of(line.split(" "));
        byte[] bytes = HexFormat.of().parseHex(words.get(0));
        int count = Integer.parseInt(words.get(1));
        boolean undefined = words.get(2).equals("-");
        int codePoint = undefined ? UNDEFINED : Integer.parseInt(words.get(2), 16);
        for (int i = 0; i < count; i++) {
            put(bytes, undefined ? UNDEFINED : codePoint + i);
            bytes[bytes.length - 1]++;
        }
    }

    @Override
    public int decode(byte[] bytes, int from, int to, ValueBuffer out) {
        int at = from;
        while (at < to) {
            int first = bytes[at] & 0xff;
            int codePoint = one[first];
            int length = 1;
            if (codePoint == UNDEFINED) {
                length = length(bytes, at, to);
                codePoint = at + length > to ? UNDEFINED : codePoint(bytes, at, length);
                if (codePoint == UNDEFINED) {
                    return at;
                }
            }
            out.appendCodePoint(codePoint);
            at += length;
        }
        return to;
    }

    /** Of a character that begins here, if it is no single byte. */
    private int length(byte[] bytes, int at, int to) {
        if (three.length > 0 && (bytes[at] & 0xff) == THREE_BYTES) {
            return 3;
        }
        return four.length > 0 && at + 1 < to && FourBytes.isSecond(bytes[at + 1]) ? 4 : 2;
    }

    private int codePoint(byte[] bytes, int at, int length) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        if (first < 0x80) {
            return UNDEFINED;
        }
        if (length == 2) {
            return two[(first & 0x7f) << 8 | second];
        }
        int third = bytes[at + 2] & 0xff;
        if (length == 3) {
            return second < 0x80 || third < 0x80 ? UNDEFINED : three[(second & 0x7f) << 7 | third & 0x7f];
        }
        if (first == 0x80 || first == 0xff || third < 0x81 || third == 0xff || !FourBytes.isSecond(bytes[at + 3])) {
            return UNDEFINED;
        }
        int index = FourBytes.index(first, second, third, bytes[at + 3]);
        if (index < four.length) {
            return four[index];
        }
        int codePoint = Character.MIN_SUPPLEMENTARY_CODE_POINT + index - SUPPLEMENTARY;
        return Character.isSupplementaryCodePoint(codePoint) ? codePoint : UNDEFINED;
    }

    /** The whole sequence, unless one of its bytes is ASCII, which is then taken for the next character. */
    @Override
    public int badLength(byte[] bytes, int at, int to) {
        int length = Math.min(length(bytes, at, to), to - at);
        for (int i = 1; i < length; i++) {
            if (bytes[at + i] >= 0) {
                return i;
            }
        }
        return length;
    }
}
