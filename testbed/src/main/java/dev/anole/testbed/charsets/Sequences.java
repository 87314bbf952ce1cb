package dev.anole.testbed.charsets;

/** Byte sequences to ask a server about. ASCII's bytes begin no longer character in any character set. */
public enum Sequences {
    ONE_BYTE("CHAR(a.i USING binary)", "n a"),
    TWO_BYTES("CHAR(a.i, b.i USING binary)", "n a JOIN n b WHERE a.i >= 128"),
    /** Those of EUC-JP. */
    THREE_BYTES("CHAR(143, a.i, b.i USING binary)", "n a JOIN n b WHERE a.i >= 128 AND b.i >= 128"),
    /** The letters of GB 18030 in the Basic Multilingual Plane, and one in a hundred of the others. */
    FOUR_BYTES(
            "CHAR(a.i, b.i, c.i, d.i USING binary)",
            "n a JOIN n b JOIN n c JOIN n d WHERE a.i >= 129 AND b.i BETWEEN 48 AND 57 AND c.i >= 129"
                    + " AND d.i BETWEEN 48 AND 57 AND (a.i < 133 OR (c.i + d.i + b.i * 3) % 100 = 0)"),
    /** Of UTF-16. */
    SURROGATES(
            "CHAR(a.i, b.i, c.i, b.i USING binary)",
            "n a JOIN n b JOIN n c WHERE a.i BETWEEN 215 AND 224 AND b.i <> 63 AND c.i BETWEEN 215 AND 224"),
    /** Of UTF-32. */
    FOUR_BYTE_UNITS(
            "CHAR(c.i, a.i, b.i, b.i USING binary)",
            "n a JOIN n b JOIN n c WHERE a.i < 32 AND c.i < 2 OR c.i = 0 AND a.i = 0 AND b.i BETWEEN 215 AND 224");

    private final String bytes;
    private final String from;

    Sequences(String bytes, String from) {
        this.bytes = bytes;
        this.from = from;
    }

    /** Selects each, and in UTF-32 what it stands for, both in hexadecimal. */
    String query(String characterSet) {
        return """
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 255)
                SELECT LOWER(HEX(%1$s)), LOWER(HEX(CONVERT(CONVERT(%1$s USING %2$s) USING utf32))) FROM %3$s
                """.formatted(bytes, characterSet, from);
    }
}
