package dev.anole.contract.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.contract.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decodes bytes that MySQL 9.7 and MariaDB 11.4 wrote. */
class RowDecoderTest {

    /** id INT, i4 INET4, i6 INET6, u UUID. */
    private static final String MARIADB_ADDRESSES =
            "0403fefefe06fe04fe10fe100e01010002013f040b0269640269340269360175080100";

    /** id INT, e ENUM('a','','b'), s SET('a','','b'), e2 ENUM('a','b'). */
    private static final String MYSQL_LABELS =
            "0403fefefe06f701f801f7010e010100040a026964016501730265320a03fcff000506030161000162060b03016100016202016101620801000c01f0";

    /** id INT, f FLOAT, d DOUBLE, dm DOUBLE(10,2), z INT ZEROFILL, fm FLOAT(7,3). */
    private static final String MYSQL_NUMBERS =
            "0603040505030404040808043e010108040f0269640166016402646d017a02666d0801000c01fc";

    /** id INT, and CHAR(5) in ucs2, utf32, utf8mb4, utf16, utf16le, gbk, latin1. */
    private static final String MYSQL_CHARACTERS =
            "0803fefefefefefefe0efe0afe14fe14fe14fe14fe0afe04fe0101000309233cfcff0036381c08041102696401610162016301640165016601670801000c01ff";

    /** id INT, v VECTOR(3), a in latin1, g GEOMETRY, b in gbk, x BLOB, c in utf8mb4, j JSON; VARCHAR(9) all three. */
    private static final String MYSQL_VECTOR =
            "0803f20fff0ffc0ff50a04090004120002240004fe01010003073f081c3ffcff000701000d01030411026964017601610167016201780163016a0801000c01ff";

    @Test
    void countsVectorsAmongTheColumnsThatHaveACollation() {
        assertThat(table(MYSQL_VECTOR).columns())
                .extracting(BinlogColumn::collation)
                .containsExactly(0, 63, 8, 0, 28, 63, 255, 0);
    }

    @Test
    void padsAndWritesMariaDbsAddressesAsText() {
        BinlogTable table = table(MARIADB_ADDRESSES);
        RowDecoder decoder = new RowDecoder(
                table, withoutCharacterSets(4), List.of(DataType.INT, DataType.INET4, DataType.INET6, DataType.UUID));

        assertThat(rows(
                        decoder,
                        "f001000000030102031000000000000000000000ffff010203040e123e4567e89b12d3a45642665544",
                        "f002000000000000",
                        "f00300000004ffffffff1020010db800000000000100000000000110ffffffffffffffffffffffffffffffff"))
                .containsExactly(
                        List.of("1", "1.2.3.0", "::ffff:1.2.3.4", "123e4567-e89b-12d3-a456-426655440000"),
                        List.of("2", "0.0.0.0", "::", "00000000-0000-0000-0000-000000000000"),
                        List.of("3", "255.255.255.255", "2001:db8::1:0:0:1", "ffffffff-ffff-ffff-ffff-ffffffffffff"));
    }

    @Test
    void leavesThemBytesWhereNoDefinitionIsKnown() {
        RowDecoder decoder = new RowDecoder(table(MARIADB_ADDRESSES), withoutCharacterSets(4));

        RowImage row = decoder.decode(
                cursor("f001000000030102031000000000000000000000ffff010203040e123e4567e89b12d3a45642665544"));

        assertThat(Arrays.copyOfRange(row.bytes(), row.start(1), row.end(1))).containsExactly(1, 2, 3, 0);
        assertThat(row.end(3) - row.start(3)).isEqualTo(16);
    }

    @Test
    void tellsEmptyLabelsFromNone() {
        RowDecoder decoder = new RowDecoder(table(MYSQL_LABELS), withoutCharacterSets(4));

        List<RowImage> images = images(
                decoder,
                "0001000000020000",
                "0002000000020201",
                "0003000000000000",
                "0004000000010301",
                "0005000000030700");

        assertThat(images.stream().map(image -> image.text(1))).containsExactly("", "", "\ufffd", "a", "b");
        assertThat(LabelText.isNoLabel(
                        images.get(2).bytes(),
                        images.get(2).start(1),
                        images.get(2).end(1)))
                .isTrue();
        assertThat(images.get(0).sameValue(1, images.get(2))).isFalse();
        assertThat(images.stream().map(image -> image.text(2))).containsExactly("", ",", "", "a,", "a,,b");
        assertThat(LabelText.isNoLabel(
                        images.get(4).bytes(),
                        images.get(4).start(3),
                        images.get(4).end(3)))
                .isTrue();
    }

    @Test
    void writesNumbersAsMySqlDoes() {
        RowDecoder decoder = new RowDecoder(table(MYSQL_NUMBERS), withoutCharacterSets(6));

        assertThat(rows(
                        decoder,
                        "000100000000000080000000000000008000000000000000002a0000002d529a44",
                        "0002000000cdcccc3d9a9999999999b93f000000000000f03f0100000000000000",
                        "00030000000000804b9c7500883ce4377e8fc2f5ff83d79741000000000000003f",
                        "0006000000ffff7f7fffffffffffffef7f0000000000000000000000000000003f",
                        "000700000001000000010000000000000000000000000000000000000000000000"))
                .containsExactly(
                        List.of("1", "-0", "-0", "0", "42", "1234.568"),
                        List.of("2", "0.1", "0.1", "1", "1", "0"),
                        List.of("3", "16777216", "1e300", "99999999.99", "0", "0.5"),
                        List.of("6", "3.4028235e38", "1.7976931348623157e308", "0", "0", "0.5"),
                        List.of("7", "1e-45", "5e-324", "0", "0", "0"));
    }

    @Test
    void decodesCharactersOfEveryWidth() {
        BinlogTable table = table(MYSQL_CHARACTERS);
        List<@Nullable CharacterSet> characterSets = new ArrayList<>();
        characterSets.add(null);
        for (String name : List.of("ucs2", "utf32", "utf8mb4", "utf16", "utf16le", "gbk", "latin1")) {
            characterSets.add(CharacterSet.named(name));
        }
        RowDecoder decoder = new RowDecoder(table, characterSets);

        assertThat(rows(
                        decoder,
                        "0001000000040061006208000000610000006202616204006100620461006200026162026162",
                        "000200000000000000000000"))
                .containsExactly(
                        List.of("1", "ab", "ab", "ab", "ab", "ab", "ab", "ab"),
                        List.of("2", "", "", "", "", "", "", ""));
    }

    @Test
    void namesTheColumnThatItCannotDecode() {
        RowDecoder decoder = new RowDecoder(table(MYSQL_LABELS), withoutCharacterSets(4));

        assertThatThrownBy(() -> decoder.decode(cursor("0001000000040000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("v.t, column e");
    }

    /** @param description what follows the names in the body of a TABLE_MAP event */
    private static BinlogTable table(String description) {
        return BinlogTable.parse(HexFormat.of().parseHex("0000000000000000" + "017600" + "017400" + description));
    }

    private static List<@Nullable CharacterSet> withoutCharacterSets(int columns) {
        return Arrays.asList(new CharacterSet[columns]);
    }

    private static ByteCursor cursor(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new ByteCursor(bytes, 0, bytes.length);
    }

    private static List<RowImage> images(RowDecoder decoder, String... rows) {
        return Arrays.stream(rows).map(row -> decoder.decode(cursor(row))).toList();
    }

    private static List<List<String>> rows(RowDecoder decoder, String... rows) {
        return images(decoder, rows).stream()
                .map(image -> {
                    List<String> texts = new ArrayList<>();
                    for (int column = 0; column < image.columnCount(); column++) {
                        texts.add(String.valueOf(image.text(column)));
                    }
                    return texts;
                })
                .toList();
    }
}
