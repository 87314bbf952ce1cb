package dev.anole.testbed.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;

/**
 * The values of a row of {@link SampleTable#NARROW}, as MySQL makes them and, the same, as this JVM does. Its key and
 * its version determine the row; an update raises the version and thereby changes all columns but note and time.
 */
final class NarrowRow {

    private static final String[] STATES = {"placed", "paid", "packed", "shipped"};
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final HexFormat HEX = HexFormat.of();

    private NarrowRow() {}

    /** MySQL's expressions for customer_id, quantity, status and amount; {@code n} is key plus version. */
    static String changingValues(String n) {
        return "%1$s * 7919 %% 100000, 1 + %1$s %% 50, ELT(1 + %1$s %% 4, 'placed', 'paid', 'packed', 'shipped'), %1$s * 37 %% 10000000 / 100"
                .formatted(n);
    }

    /** MySQL's expressions for note and ordered_at. */
    static String lastingValues(String key) {
        return "CONCAT(SHA2(%1$s, 256), '-', SHA2(-%1$s, 256)), TIMESTAMP'2026-01-01 00:00:00' + INTERVAL %1$s SECOND"
                .formatted(key);
    }

    /** Appends the row as PostgreSQL's COPY reads it, without the end of the line. */
    static void append(StringBuilder text, long key, long version) {
        long n = key + version;
        long cents = n * 37 % 10_000_000;
        text.append(key).append('\t');
        text.append(n * 7919 % 100_000).append('\t');
        text.append(1 + n % 50).append('\t');
        text.append(STATES[(int) (n % 4)]).append('\t');
        text.append(cents / 100).append(cents % 100 < 10 ? ".0" : ".").append(cents % 100);
        text.append('\t');
        text.append(sha256(key)).append('-').append(sha256(-key)).append('\t');
        text.append(FIRST.plusSeconds(key));
    }

    private static String sha256(long number) {
        try {
            byte[] text = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
