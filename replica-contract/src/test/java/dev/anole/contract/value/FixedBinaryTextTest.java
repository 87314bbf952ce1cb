package dev.anole.contract.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.DataType;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedBinaryTextTest {

    @ParameterizedTest
    @CsvSource({
        "INET4, 01020300, 1.2.3.0",
        "INET4, ffffffff, 255.255.255.255",
        "INET6, 00000000000000000000000000000000, ::",
        "INET6, 00000000000000000000000000000001, ::1",
        "INET6, 00010000000000000000000000000000, 1::",
        "INET6, 20010db8000000000001000000000001, 2001:db8::1:0:0:1",
        "INET6, 20010db8000000010001000100000001, 2001:db8:0:1:1:1:0:1",
        "INET6, abcd0000000000010000000000000002, abcd:0:0:1::2",
        "INET6, 000000000000000000000000000a000b, ::a:b",
        "INET6, 00000000000000000000ffff01020304, ::ffff:1.2.3.4",
        "INET6, 00000000000000000000ffff00000000, ::ffff:0.0.0.0",
        "INET6, ffffffffffffffffffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "UUID, 123e4567e89b12d3a456426655440000, 123e4567-e89b-12d3-a456-426655440000",
    })
    void writesBytesAsText(DataType type, String hex, String text) {
        ValueBuffer out = new ValueBuffer(16);
        byte[] bytes = HexFormat.of().parseHex("ff" + hex);

        FixedBinaryText.append(type, bytes, 1, out);

        assertThat(out).hasToString(text);
        assertThat(FixedBinaryText.length(type)).isEqualTo(bytes.length - 1);
    }
}
