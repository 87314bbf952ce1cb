package dev.anole.contract.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.HexFormat;

/** Text of several bytes per character, by one of Java's charsets. */
final class MultiByteDecoding implements CharacterSet.Decoding {

    private static final int CHUNK = 1024;

    private final String characterSet;
    private final Charset charset;

    MultiByteDecoding(String characterSet, Charset charset) {
        this.characterSet = characterSet;
        this.charset = charset;
    }

    @Override
    public void decode(byte[] bytes, int from, int to, ValueBuffer out) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer letters = CharBuffer.allocate(Math.min(CHUNK, to - from + 2));
        CoderResult result;
        do {
            result = decoder.decode(in, letters, true);
            if (result.isError()) {
                throw undefined(bytes, in.position(), Math.min(to, in.position() + result.length()), from);
            }
            letters.flip();
            out.append(letters.toString());
            letters.clear();
        } while (result.isOverflow());
    }

    private IllegalArgumentException undefined(byte[] bytes, int at, int end, int from) {
        return new IllegalArgumentException("Bytes %s at offset %d stand for no character in the character set %s"
                .formatted(HexFormat.of().formatHex(bytes, at, end), at - from, characterSet));
    }
}
