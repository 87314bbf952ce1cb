package dev.anole.contract;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A place between two transactions of a MySQL server's binlog.
 *
 * @param file binlog file
 * @param position of the next event in that file, in bytes
 * @param gtids every transaction before this place; null where the server has no GTIDs
 */
public record SourcePosition(
        String file, long position, @Nullable GtidSet gtids) {

    public SourcePosition {
        requireNonNull(file, "file");
        if (position < 0) {
            throw new IllegalArgumentException("Negative binlog position " + position + " in " + file);
        }
    }

    /** Whether everything before the other place is before this one too: by GTIDs if both have them; both of one server. */
    public boolean includes(SourcePosition other) {
        return gtids != null && other.gtids != null ? gtids.containsAll(other.gtids) : filePositionAtLeast(other);
    }

    /** Whether the file position of this is at or behind the other one's; both must be of the same server. */
    public boolean filePositionAtLeast(SourcePosition other) {
        return compareFilePositions(file, position, other.file, other.position) >= 0;
    }

    /**
     * Orders two file positions of one server: by the number that ends the file name (it grows beyond its leading
     * zeros), then by the position in it.
     */
    public static int compareFilePositions(String file, long position, String otherFile, long otherPosition) {
        int byFile = file.equals(otherFile) ? 0 : Long.compare(fileNumber(file), fileNumber(otherFile));
        return byFile != 0 ? byFile : Long.compare(position, otherPosition);
    }

    private static long fileNumber(String file) {
        try {
            return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + file + "\" is not the name of a binlog file", e);
        }
    }

    @Override
    public String toString() {
        return file + ":" + position + (gtids == null ? "" : " (GTIDs " + gtids + ")");
    }
}
