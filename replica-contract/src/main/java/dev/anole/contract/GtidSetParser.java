package dev.anole.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the text of one GTID set. */
final class GtidSetParser {

    private final String text;
    private final Map<GtidSource, Collected> collected = new TreeMap<>();

    GtidSetParser(String text) {
        this.text = text;
    }

    GtidSet parse() {
        int from = 0;
        while (from <= text.length()) {
            int comma = indexOf(',', from, text.length());
            parseElement(skipSpace(from, comma), trimSpace(from, comma));
            from = comma + 1;
        }
        List<GtidSet.Member> members = new ArrayList<>(collected.size());
        Boolean mariaDb = null;
        for (Map.Entry<GtidSource, Collected> entry : collected.entrySet()) {
            if (mariaDb != null && mariaDb != entry.getKey().mariaDb()) {
                throw malformed("it mixes GTIDs of MySQL and of MariaDB", null);
            }
            mariaDb = entry.getKey().mariaDb();
            members.add(entry.getValue().member(entry.getKey()));
        }
        return GtidSet.of(members);
    }

    /** One server's UUID with its intervals, or one GTID of MariaDB, or nothing. */
    private void parseElement(int from, int to) {
        if (from >= to) {
            return;
        }
        try {
            int colon = indexOf(':', from, to);
            if (colon == to && !looksLikeUuid(from, to)) {
                Gtid gtid = Gtid.parseMariaDb(text, from, to);
                collectedOf(gtid.source()).add(1, gtid.number(), gtid.server());
                return;
            }
            parseIntervals(GtidSource.parseUuid(text, from, trimSpace(from, colon)), colon + 1, to);
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage(), e);
        }
    }

    /** Intervals and tags, separated by colons; each tag holds for the intervals behind it. */
    private void parseIntervals(GtidSource server, int from, int to) {
        GtidSource source = server;
        boolean awaitsInterval = true;
        int tagsFrom = from;
        while (from <= to) {
            int colon = indexOf(':', from, to);
            int start = skipSpace(from, colon);
            int end = trimSpace(from, colon);
            if (start < end && (text.charAt(start) < '0' || text.charAt(start) > '9')) {
                if (awaitsInterval && from > tagsFrom) {
                    throw noNumbers();
                }
                source = server.tagged(text, start, end);
                awaitsInterval = true;
            } else {
                parseInterval(source, start, end);
                awaitsInterval = false;
            }
            from = colon + 1;
        }
        if (awaitsInterval) {
            throw noNumbers();
        }
    }

    private static IllegalArgumentException noNumbers() {
        return new IllegalArgumentException("a UUID or tag has no transaction numbers");
    }

    private void parseInterval(GtidSource source, int from, int to) {
        int dash = indexOf('-', from, to);
        long first = Gtid.parseNumber(text, from, trimSpace(from, dash));
        long last = dash == to ? first : Gtid.parseNumber(text, skipSpace(dash + 1, to), to);
        if (last < first) {
            throw new IllegalArgumentException("interval " + text.substring(from, to) + " ends before it begins");
        }
        collectedOf(source).add(first, last, 0);
    }

    private boolean looksLikeUuid(int from, int to) {
        return to - from == GtidSource.UUID_LENGTH && indexOf('-', from, to) - from == 8;
    }

    private Collected collectedOf(GtidSource source) {
        return collected.computeIfAbsent(source, absent -> new Collected());
    }

    private int indexOf(char separator, int from, int to) {
        int index = text.indexOf(separator, from);
        return index < 0 || index > to ? to : index;
    }

    private int skipSpace(int from, int to) {
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        return from;
    }

    private int trimSpace(int from, int to) {
        while (from < to && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return to;
    }

    private IllegalArgumentException malformed(@Nullable String reason, @Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException("\"" + text + "\" is not a GTID set: " + reason, cause);
    }

    /** What the text says of one source so far. */
    private static final class Collected {

        private long[] bounds = new long[2];
        private int length;
        private long highest;
        private long serverOfHighest;

        void add(long first, long last, long server) {
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length);
            }
            bounds[length++] = first;
            bounds[length++] = last;
            if (last > highest) {
                highest = last;
                serverOfHighest = server;
            }
        }

        GtidSet.Member member(GtidSource source) {
            return new GtidSet.Member(
                    source, serverOfHighest, GtidIntervals.ofUnordered(Arrays.copyOf(bounds, length)));
        }
    }
}
