package dev.anole.contract.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterSetTest {

    @ParameterizedTest
    @CsvSource({
        "latin1, 61e480ff, aä€ÿ",
        "latin2, a1b1, Ąą",
        "latin5, d0fd, Ğı",
        "latin7, c0ff, Ą’",
        "greek, c1e1, Αα",
        "hebrew, e0fa, את",
        "cp1250, 8c9c, Śś",
        "cp1251, c0ff, Ая",
        "cp1256, 80c7, €ا",
        "cp1257, c0e0, Ąą",
        "cp850, 84e1, äß",
        "cp852, a4a5, Ąą",
        "cp866, 80ef, Ая",
        "koi8r, e1d1, Ая",
        "koi8u, a4b4, єЄ",
        "macroman, 8aa7, äß",
        "macce, 84ff, Ąˇ",
        "tis620, a1ca, กส",
        "big5, 41a440, A一",
        "gbk, 41d2bb8140, A一丂",
        "gb2312, 41d2bb, A一",
        "gb18030, 41d2bb9439fc36, A一😀",
        "sjis, 41b188ea, Aｱ一",
        "cp932, 41b188ea8740, Aｱ一①",
        "ujis, 41b0ec8eb1, A一ｱ",
        "eucjpms, 41b0ec, A一",
        "euckr, 41b0a18141, A가갂",
        "ucs2, 00414e00, A一",
        "utf16, 00414e00d83dde00, A一😀",
        "utf16le, 4100004e3dd800de, A一😀",
        "utf32, 0000004100004e000001f600, A一😀",
        "ascii, 417e, A~",
        // What the JDK lacks.
        "armscii8, a2b2, §Ա",
        "dec8, a8d7, ¤Œ",
        "geostd8, c0e4, აჰ",
        "hp8, a1, À",
        "keybcs2, 80ad, Č¡",
        "swe7, 5b5d7b, ÄÅä",
        // Where the JDK differs.
        "greek, a1a2, ʽʼ",
        "hebrew, af, ‾",
        "koi8u, 95, •",
        "cp866, fcfd, ⁿ²",
        "sjis, 815c815f, ―\\",
        "gbk, a892, ⊕",
        "gb18030, a6d9, \ue78d",
        "eucjpms, a1bdf5a18fa2c38ff5a1, ―\ue000￤\ue3ac",
        "ujis, f5a18fa2b7, \ue000~",
        "big5, f9d6, 碁",
    })
    void decodesToUtf8(String name, String hex, String text) {
        assertThat(decode(name, hex)).isEqualTo(text);
        assertThat(CharacterSet.named(name).isUtf8()).isFalse();
        assertThat(decode(name, "")).isEmpty();
    }

    @Test
    void readsTheUndefinedBytesOfLatin1AsControlCodes() {
        assertThat(decode("latin1", "818d8f909d")).isEqualTo("\u0081\u008d\u008f\u0090\u009d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8mb4", "utf8mb3", "utf8", "binary", "UTF8MB4"})
    void passesUtf8Straight(String name) {
        assertThat(CharacterSet.named(name).isUtf8()).isTrue();
        assertThat(decode(name, "41f09f9880")).isEqualTo("A😀");
    }

    @Test
    void decodesOnlyTheBytesAskedFor() {
        ValueBuffer out = new ValueBuffer(16);
        byte[] bytes = HexFormat.of().parseHex("ffff4ea44061ff");

        CharacterSet.named("big5").decode(bytes, 2, 6, out);
        CharacterSet.named("latin1").decode(bytes, 2, 3, out);

        assertThat(out).hasToString("N一aN");
    }

    @Test
    void decodesLongText() {
        String text = "一😀a".repeat(5_000);
        ValueBuffer out = new ValueBuffer(16);
        byte[] bytes = text.getBytes(Charset.forName("GB18030"));

        CharacterSet.named("gb18030").decode(bytes, 0, bytes.length, out);

        assertThat(out).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "hebrew, 61a162, a1, 1",
        "cp1251, 98, 98, 0",
        "big5, 6161a4, a4, 2",
        "sjis, 61ff, ff, 1",
        "utf16, 0041d800, d800, 2",
        "ucs2, 0041ff, ff, 2",
        "utf32, 0000004100110000, 00110000, 4",
        "utf32, 000000410000d800, 0000d800, 4",
        "ucs2, 0041d83dde00, d83dde00, 2",
        "utf16le, 41003dd8, 3dd8, 2",
        "ascii, 6180, 80, 1",
        "hp8, 61ff, ff, 1",
        "greek, a4, a4, 0",
        "euckr, 41c9a1, c9a1, 1",
        "gbk, a140, a140, 0",
        "gb18030, e3329a36, e3329a36, 0",
        "gb18030, 419439fc, 9439fc, 1",
        "ujis, 8fa1, 8fa1, 0",
    })
    void marksBytesThatStandForNoCharacter(String name, String hex, String bad, int offset) {
        ValueBuffer good = new ValueBuffer(16);
        byte[] bytes = HexFormat.of().parseHex(hex);
        CharacterSet.named(name).decode(bytes, 0, offset, good);
        ValueBuffer all = new ValueBuffer(16);
        CharacterSet.named(name).decode(bytes, 0, bytes.length, all);

        assertThat(HexFormat.of().formatHex(all.toByteArray()))
                .as("with %s at %d", bad, offset)
                .startsWith(HexFormat.of().formatHex(good.toByteArray()) + "ff");
    }

    @ParameterizedTest
    @CsvSource({
        "cp1251, 619862, 61ff62",
        "big5, 61a3fe62, 61ff62",
        "big5, 61a333, 61ff33",
        "utf16, 0041d8000042, 41ff42",
        "ucs2, 0041ff, 41ff"
    })
    void putsOneMarkInThePlaceOfEachBadSequence(String name, String hex, String marked) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        ValueBuffer out = new ValueBuffer(16);

        CharacterSet.named(name).decode(bytes, 0, bytes.length, out);

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(marked);
    }

    @Test
    void refusesUnknownNames() {
        assertThatThrownBy(() -> CharacterSet.named("klingon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"klingon\"");
    }

    private static String decode(String name, String hex) {
        // A margin on either side shows that offsets are the value's own.
        byte[] bytes = HexFormat.of().parseHex("ffff" + hex + "ffff");
        ValueBuffer out = new ValueBuffer(16);
        CharacterSet.named(name).decode(bytes, 2, bytes.length - 2, out);
        return out.toString();
    }
}
