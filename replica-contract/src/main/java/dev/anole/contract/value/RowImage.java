package dev.anole.contract.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row's values as bytes, one after the other. What the bytes mean is the user's: MySQL's canonical text as {@link
 * RowDecoder} gives it, or PostgreSQL's. Immutable once built.
 */
public final class RowImage {

    private final byte[] bytes;
    /** Where each value ends; the complement of it for NULL. */
    private final int[] ends;

    private RowImage(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    public int columnCount() {
        return ends.length;
    }

    public boolean isNull(int column) {
        return ends[column] < 0;
    }

    /** All values; do not write to it. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index of the value's first byte in {@link #bytes()}. */
    public int start(int column) {
        return column == 0 ? 0 : end(column - 1);
    }

    /** Index behind the value's last byte in {@link #bytes()}. */
    public int end(int column) {
        int end = ends[column];
        return end < 0 ? ~end : end;
    }

    /** The value read as UTF-8; null for NULL. */
    public @Nullable String text(int column) {
        return isNull(column)
                ? null
                : new String(bytes, start(column), end(column) - start(column), StandardCharsets.UTF_8);
    }

    /** Whether both hold the same bytes, or both NULL, in that column. */
    public boolean sameValue(int column, RowImage other) {
        return isNull(column) == other.isNull(column)
                && Arrays.equals(
                        bytes, start(column), end(column), other.bytes, other.start(column), other.end(column));
    }

    /** Size in memory, about. */
    public long memory() {
        return 48L + bytes.length + 4L * ends.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowImage image && Arrays.equals(ends, image.ends) && Arrays.equals(bytes, image.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Builds images one value at a time; may be used again after {@link #build}. Not safe for use by several threads. */
    public static final class Builder {

        private final ValueBuffer buffer = new ValueBuffer(256);
        private final int[] ends;
        private int columns;

        public Builder(int columnCount) {
            ends = new int[columnCount];
        }

        /** Append the bytes of the current value here, then call {@link #endValue()}. */
        public ValueBuffer buffer() {
            return buffer;
        }

        public void endValue() {
            ends[columns++] = buffer.length();
        }

        /** Also takes back what was appended for this value so far. */
        public void endNull() {
            int start = columns == 0 ? 0 : ends[columns - 1] < 0 ? ~ends[columns - 1] : ends[columns - 1];
            buffer.truncate(start);
            ends[columns++] = ~start;
        }

        /** The image; every column must have been ended. */
        public RowImage build() {
            if (columns != ends.length) {
                throw new IllegalStateException(columns + " values for " + ends.length + " columns");
            }
            RowImage image = new RowImage(buffer.toByteArray(), ends.clone());
            buffer.clear();
            columns = 0;
            return image;
        }

        /** Forgets a row that was begun. */
        public void reset() {
            buffer.clear();
            columns = 0;
        }
    }
}
