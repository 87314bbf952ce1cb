package dev.anole.postgres.prepared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.contract.record.CompactCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows events as bytes. Binlog images are a record of the format {@code compact}, which begins with its version; values
 * by name are a JSON array, whose first byte is a bracket. JSON gives numbers, text and bytes back as the converter of
 * JSON does, which {@link dev.anole.contract.record.ConnectValue} reads without loss.
 */
final class ParkedRowsCodec {

    private static final int CHUNK_BYTES = 256 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<NamedRow>> NAMED_ROWS = new TypeReference<>() {};

    private ParkedRowsCodec() {}

    /** A row with its values by column name, in JSON. */
    record NamedRow(
            String database,
            String table,
            Operation operation,
            boolean checksForeignKeys,
            boolean logsCascades,
            long ordinal,
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after,
            long bytes) {}

    /** Encodes events in chunks of moderate size, one at a time; an event is never divided. */
    static final class Chunks {
        private final List<ChangeEvent.Rows> events;
        private int from;

        Chunks(List<ChangeEvent.Rows> events) {
            this.events = events;
        }

        boolean hasNext() {
            return from < events.size();
        }

        byte[] next() {
            boolean named = events.get(from).images() instanceof RowImages.Named;
            int to = from;
            long bytes = 0;
            while (to < events.size()
                    && named == events.get(to).images() instanceof RowImages.Named
                    && (to == from || bytes + events.get(to).images().bytes() <= CHUNK_BYTES)) {
                bytes += events.get(to).images().bytes();
                to++;
            }
            List<ChangeEvent.Rows> chunk = events.subList(from, to);
            from = to;
            return named
                    ? encodeNamed(chunk)
                    : CompactCodec.encode(new ChangeEvent.RowsGroup(chunk.get(0).header(), chunk));
        }
    }

    private static byte[] encodeNamed(List<ChangeEvent.Rows> events) {
        List<NamedRow> rows = new ArrayList<>();
        for (ChangeEvent.Rows event : events) {
            RowImages.Named images = (RowImages.Named) event.images();
            rows.add(new NamedRow(
                    event.table().database(),
                    event.table().table(),
                    event.operation(),
                    event.checksForeignKeys(),
                    event.logsCascades(),
                    event.header().ordinal(),
                    exact(images.before()),
                    exact(images.after()),
                    images.bytes()));
        }
        try {
            return JSON.writerFor(NAMED_ROWS).writeValueAsBytes(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Could not write rows of " + events.get(0).table(), e);
        }
    }

    /** A JSON number would come back as a double. */
    private static @Nullable Map<String, @Nullable Object> exact(@Nullable Map<String, @Nullable Object> values) {
        if (values == null) {
            return null;
        }
        Map<String, @Nullable Object> exact = new LinkedHashMap<>(values);
        exact.replaceAll((name, value) -> value instanceof BigDecimal decimal ? decimal.toPlainString() : value);
        return exact;
    }

    /** @param header that the events get, each with its own ordinal */
    static List<ChangeEvent.Rows> decode(byte[] chunk, EventHeader header) {
        List<ChangeEvent.Rows> events = new ArrayList<>();
        if (chunk[0] == '[') {
            for (NamedRow row : namedRows(chunk)) {
                events.add(new ChangeEvent.Rows(
                        header.withOrdinal(row.ordinal()),
                        new TableId(row.database(), row.table()),
                        row.operation(),
                        row.checksForeignKeys(),
                        row.logsCascades(),
                        new RowImages.Named(row.before(), row.after(), row.bytes())));
            }
        } else {
            for (ChangeEvent.Rows rows : ((ChangeEvent.RowsGroup) CompactCodec.decode(chunk)).events()) {
                events.add(rows.withHeader(header.withOrdinal(rows.header().ordinal())));
            }
        }
        return events;
    }

    private static List<NamedRow> namedRows(byte[] chunk) {
        try {
            return JSON.readValue(chunk, NAMED_ROWS);
        } catch (IOException e) {
            throw new IllegalArgumentException("Could not read parked rows: " + e.getMessage(), e);
        }
    }
}
