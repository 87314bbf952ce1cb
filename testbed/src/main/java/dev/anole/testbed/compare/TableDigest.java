package dev.anole.testbed.compare;

/**
 * What a table holds, in short: two tables with equal digests hold the same rows, but for chance.
 *
 * @param rows number of rows
 * @param checksum the sum, over the rows, of a 64-bit hash of each one; their order does not matter
 */
public record TableDigest(long rows, long checksum) {

    /** As the quickstart prints it. */
    public String checksumText() {
        return "%016x".formatted(checksum);
    }
}
