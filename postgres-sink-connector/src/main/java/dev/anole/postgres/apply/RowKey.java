package dev.anole.postgres.apply;

import dev.anole.contract.value.RowImage;
import org.jspecify.annotations.Nullable;

/** The key of a row, for finding it among others of the same table: the bytes of the image's key columns. */
final class RowKey {

    private final RowImage image;
    private final int[] columns;
    private final int hash;

    RowKey(RowImage image, int[] columns) {
        this.image = image;
        this.columns = columns;
        int bytesHash = 1;
        for (int column : columns) {
            byte[] bytes = image.bytes();
            for (int i = image.start(column); i < image.end(column); i++) {
                bytesHash = 31 * bytesHash + bytes[i];
            }
            bytesHash = 31 * bytesHash + 1;
        }
        hash = bytesHash;
    }

    RowImage image() {
        return image;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof RowKey key) || key.hash != hash) {
            return false;
        }
        for (int column : columns) {
            if (!image.sameValue(column, key.image)) {
                return false;
            }
        }
        return true;
    }
}
