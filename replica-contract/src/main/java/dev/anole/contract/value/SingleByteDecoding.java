package dev.anole.contract.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text of one byte per character, by a table of each byte's UTF-8. */
final class SingleByteDecoding implements CharacterSet.Decoding {

    private static final byte[] UNDEFINED = new byte[0];

    private final String characterSet;
    private final byte[][] utf8;

    private SingleByteDecoding(String characterSet, byte[][] utf8) {
        this.characterSet = characterSet;
        this.utf8 = utf8;
    }

    static SingleByteDecoding of(String characterSet, Charset charset) {
        byte[][] utf8 = new byte[256][];
        for (int value = 0; value < 256; value++) {
            try {
                String letter = charset.newDecoder()
                        .decode(ByteBuffer.wrap(new byte[] {(byte) value}))
                        .toString();
                utf8[value] = letter.getBytes(StandardCharsets.UTF_8);
            } catch (CharacterCodingException e) {
                utf8[value] = UNDEFINED;
            }
        }
        return new SingleByteDecoding(characterSet, utf8);
    }

    /** Windows-1252, its five undefined bytes as the C1 control codes of their numbers (MySQL manual, 12.10.2). */
    static SingleByteDecoding latin1() {
        SingleByteDecoding latin1 = of("latin1", Charset.forName("windows-1252"));
        for (int value = 0x80; value < 0xa0; value++) {
            if (latin1.utf8[value].length == 0) {
                latin1.utf8[value] = Character.toString(value).getBytes(StandardCharsets.UTF_8);
            }
        }
        return latin1;
    }

    @Override
    public void decode(byte[] bytes, int from, int to, ValueBuffer out) {
        for (int at = from; at < to; at++) {
            byte[] letter = utf8[bytes[at] & 0xff];
            if (letter.length == 1) {
                out.append(letter[0]);
            } else if (letter.length > 1) {
                out.append(letter, 0, letter.length);
            } else {
                throw new IllegalArgumentException(
                        "Byte %02x at offset %d stands for no character in the character set %s"
                                .formatted(bytes[at] & 0xff, at - from, characterSet));
            }
        }
    }
}
