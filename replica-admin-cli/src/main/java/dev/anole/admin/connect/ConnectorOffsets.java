package dev.anole.admin.connect;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code GET} and {@code PATCH /connectors/{name}/offsets} (KIP-875). */
public record ConnectorOffsets(List<Entry> offsets) {

    public ConnectorOffsets {
        offsets = List.copyOf(offsets);
    }

    /** @param offset null to forget the partition's */
    public record Entry(Map<String, ?> partition, @Nullable Map<String, ?> offset) {}
}
