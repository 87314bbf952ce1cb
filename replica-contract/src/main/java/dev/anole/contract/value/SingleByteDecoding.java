package dev.anole.contract.value;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text of one byte per character, by a table of each byte's UTF-8 that was made from a server's answers. */
final class SingleByteDecoding implements CharacterSet.Decoding {

    private static final String RESOURCE = "single-byte.txt";

    private static final byte[] UNDEFINED = new byte[0];

    private final byte[][] utf8 = new byte[256][];

    /** @param codePoints in hexadecimal, per byte; "-" where there is none */
    private SingleByteDecoding(String[] codePoints) {
        for (int value = 0; value < utf8.length; value++) {
            utf8[value] = codePoints[value].equals("-")
                    ? UNDEFINED
                    : Character.toString(Integer.parseInt(codePoints[value], 16))
                            .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Empty if MySQL has no such character set of one byte per character. */
    static Optional<SingleByteDecoding> named(String characterSet) {
        return CharacterTables.lines(RESOURCE, characterSet)
                .findFirst()
                .map(line -> new SingleByteDecoding(line.split(" ")));
    }

    @Override
    public int decode(byte[] bytes, int from, int to, ValueBuffer out) {
        int plain = from;
        for (int at = from; at < to; at++) {
            int value = bytes[at] & 0xff;
            byte[] letter = utf8[value];
            if (letter.length != 1 || letter[0] != bytes[at]) {
                out.append(bytes, plain, at);
                if (letter.length == 0) {
                    return at;
                }
                out.append(letter, 0, letter.length);
                plain = at + 1;
            }
        }
        out.append(bytes, plain, to);
        return to;
    }

    @Override
    public int badLength(byte[] bytes, int at, int to) {
        return 1;
    }
}
