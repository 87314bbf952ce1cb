package dev.anole.mysql;

import dev.anole.contract.GtidSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads an offset from a map, telling an operator who wrote it what is wrong. */
final class SourceOffsetReader {

    private static final Set<String> KEYS = Set.of(
            SourceOffset.INCARNATION,
            SourceOffset.FILTER_HASH,
            SourceOffset.SERVER_UUID,
            SourceOffset.FILE,
            SourceOffset.POSITION,
            SourceOffset.GTIDS,
            SourceOffset.ORDINAL,
            SourceOffset.SEQUENCE);

    /** The first event of every binlog file begins here, behind the file's magic number. */
    private static final long FIRST_POSITION = 4;

    private final Map<String, ?> map;

    SourceOffsetReader(Map<String, ?> map) {
        this.map = map;
    }

    SourceOffset read() {
        requireKnownKeys();
        String file = text(SourceOffset.FILE);
        Long position = number(SourceOffset.POSITION, FIRST_POSITION);
        GtidSet gtids = gtids();
        if ((file == null) != (position == null)) {
            throw new IllegalArgumentException("The source offset has only one of the keys \"" + SourceOffset.FILE
                    + "\" and \"" + SourceOffset.POSITION + "\"; they belong together");
        }
        if (file == null && gtids == null) {
            throw new IllegalArgumentException("The source offset has neither the key \"" + SourceOffset.GTIDS
                    + "\" nor the keys \"" + SourceOffset.FILE + "\" and \"" + SourceOffset.POSITION
                    + "\"; one position is needed");
        }
        Long ordinal = number(SourceOffset.ORDINAL, 0);
        Long sequence = number(SourceOffset.SEQUENCE, 0);
        return new SourceOffset(
                number(SourceOffset.INCARNATION, 1),
                text(SourceOffset.FILTER_HASH),
                text(SourceOffset.SERVER_UUID),
                file,
                position == null ? FIRST_POSITION : position,
                gtids,
                ordinal == null ? 0 : ordinal,
                sequence == null ? 0 : sequence);
    }

    private void requireKnownKeys() {
        String unknown = map.keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .map(key -> '"' + key + '"')
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The source offset has the unknown key " + unknown + "; known are "
                    + KEYS.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private @Nullable String text(String key) {
        Object value = map.get(key);
        if (value == null || (value instanceof String text && !text.isBlank())) {
            return (String) value;
        }
        throw invalid(key, value, "must be a string that is not empty");
    }

    private @Nullable Long number(String key, long least) {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        if ((value instanceof Long || value instanceof Integer) && ((Number) value).longValue() >= least) {
            return ((Number) value).longValue();
        }
        throw invalid(key, value, "must be a whole number, at least " + least);
    }

    private @Nullable GtidSet gtids() {
        Object value = map.get(SourceOffset.GTIDS);
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            try {
                return GtidSet.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        message(SourceOffset.GTIDS, value, "must be a GTID set: " + e.getMessage()), e);
            }
        }
        throw invalid(SourceOffset.GTIDS, value, "must be a GTID set, as a string");
    }

    private static IllegalArgumentException invalid(String key, Object value, String rule) {
        return new IllegalArgumentException(message(key, value, rule));
    }

    private static String message(String key, Object value, String rule) {
        return "The source offset has the invalid value \"" + value + "\" for the key \"" + key + "\", which " + rule;
    }
}
