package dev.anole.mysql;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An offset as the map that Connect wants. Each record has one, Connect looks at very few of them: the entries, GTIDs
 * as text among them, are made when they are asked for. Safe for use by several threads: at worst each makes its own.
 */
final class SourceOffsetMap extends AbstractMap<String, Object> {

    private final SourceOffset offset;
    private volatile @Nullable Map<String, Object> entries;

    SourceOffsetMap(SourceOffset offset) {
        this.offset = offset;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return entries().entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return entries().get(key);
    }

    private Map<String, Object> entries() {
        Map<String, Object> known = entries;
        if (known == null) {
            known = Collections.unmodifiableMap(makeEntries());
            entries = known;
        }
        return known;
    }

    private Map<String, Object> makeEntries() {
        Map<String, Object> map = new LinkedHashMap<>();
        putIfKnown(map, SourceOffset.INCARNATION, offset.incarnation());
        putIfKnown(map, SourceOffset.FILTER_HASH, offset.filterHash());
        putIfKnown(map, SourceOffset.SERVER_UUID, offset.serverUuid());
        if (offset.file() != null) {
            map.put(SourceOffset.FILE, offset.file());
            map.put(SourceOffset.POSITION, offset.position());
        }
        putIfKnown(
                map,
                SourceOffset.GTIDS,
                offset.gtids() == null ? null : offset.gtids().toString());
        if (offset.incarnation() != null) {
            map.put(SourceOffset.ORDINAL, offset.ordinal());
            map.put(SourceOffset.SEQUENCE, offset.sequence());
        }
        return map;
    }

    private static void putIfKnown(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
