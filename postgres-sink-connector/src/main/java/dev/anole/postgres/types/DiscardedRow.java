package dev.anole.postgres.types;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anole.contract.value.RowImage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that the replica is without, since PostgreSQL cannot hold one of its values.
 *
 * @param column MySQL's name of the first column that has one
 * @param place MySQL's binlog position; null for a copied row
 * @param row the row as JSON: text by column; what PostgreSQL cannot hold as text, such as bytes, as
 *     {@code 0x} and hexadecimal digits
 */
public record DiscardedRow(
        String column, BadValueKind kind, @Nullable String place, String row) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of one value; JSON in PostgreSQL has limits too. */
    private static final int MAX_BYTES = 1 << 20;

    public static DiscardedRow of(
            BadValueCounts.Decision decision, @Nullable String place, List<ColumnMapping> columns, RowImage image) {
        ObjectNode row = JSON.createObjectNode();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i).column().name(), text(columns.get(i), image, i));
        }
        return new DiscardedRow(decision.column(), decision.kind(), place, row.toString());
    }

    private static @Nullable String text(ColumnMapping mapping, RowImage image, int column) {
        if (image.isNull(column)) {
            return null;
        }
        boolean noText = mapping.column().dataType().isBinary()
                || Utf8.firstBad(image.bytes(), image.start(column), image.end(column)) < image.end(column);
        int length = image.end(column) - image.start(column);
        if (length > MAX_BYTES) {
            return length + " bytes, too many to keep";
        }
        return noText
                ? "0x"
                        + HexFormat.of()
                                .formatHex(Arrays.copyOfRange(image.bytes(), image.start(column), image.end(column)))
                : image.text(column);
    }
}
