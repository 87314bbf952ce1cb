package dev.anole.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of GTIDs, MySQL's or MariaDB's. Immutable.
 *
 * <p>MySQL's (manual, 19.1.3.1 GTID Format and Storage) holds intervals of transaction numbers per server UUID and tag.
 * MariaDB's position holds, per replication domain, one GTID; as a set it contains every transaction of that domain up
 * to that number, whichever server wrote it, and two such sets are equal if they contain the same ones.
 */
public final class GtidSet {

    private static final GtidSet EMPTY = new GtidSet(new Member[0]);

    /**
     * The transactions of one source.
     *
     * @param server MariaDB's id of the server that wrote the highest one; 0 for MySQL
     * @param numbers not empty
     */
    record Member(GtidSource source, long server, GtidIntervals numbers) {}

    /** In the order of their sources. */
    private final Member[] members;

    private GtidSet(Member[] members) {
        this.members = members;
    }

    /** @param members in the order of their sources, all of one server product */
    static GtidSet of(List<Member> members) {
        return members.isEmpty() ? EMPTY : new GtidSet(members.toArray(Member[]::new));
    }

    public static GtidSet empty() {
        return EMPTY;
    }

    /**
     * Reads a set as {@code @@gtid_executed} prints it ({@code uuid:1-5:7,uuid:1-3:tag:1}), or as MariaDB's {@code
     * @@gtid_binlog_pos} does ({@code 0-1-270,1-2-5}). White space is allowed; UUIDs and tags may be in either case.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static GtidSet parse(String text) {
        return new GtidSetParser(text).parse();
    }

    public boolean isEmpty() {
        return members.length == 0;
    }

    /**
     * Whether a transaction is in this set.
     *
     * @param gtid {@code uuid:number}, {@code uuid:tag:number} or {@code domain-server-number}
     * @throws IllegalArgumentException if it is none of these
     */
    public boolean contains(String gtid) {
        Gtid parsed = Gtid.parse(gtid);
        int index = indexOf(parsed.source());
        return index >= 0 && members[index].numbers.contains(parsed.number());
    }

    public boolean containsAll(GtidSet other) {
        for (Member member : other.members) {
            int index = indexOf(member.source);
            if (index < 0 || !members[index].numbers.containsAll(member.numbers)) {
                return false;
            }
        }
        return true;
    }

    /**
     * This set and one more transaction; for MariaDB, and all before it in its domain.
     *
     * @param gtid as for {@link #contains}
     * @throws IllegalArgumentException if it is no GTID, or one of the other server product
     */
    public GtidSet with(String gtid) {
        Gtid parsed = Gtid.parse(gtid);
        GtidSource source = parsed.source();
        long number = parsed.number();
        int index = indexOf(source);
        if (index < 0) {
            long first = source.mariaDb() ? 1 : number;
            return union(
                    new GtidSet(new Member[] {new Member(source, parsed.server(), GtidIntervals.of(first, number))}));
        }
        Member member = members[index];
        if (member.numbers.contains(number)) {
            return this;
        }
        Member[] extended = members.clone();
        long first = source.mariaDb() ? 1 : number;
        extended[index] = new Member(source, parsed.server(), member.numbers.with(first, number));
        return new GtidSet(extended);
    }

    /** @throws IllegalArgumentException if one is MySQL's and the other one MariaDB's */
    public GtidSet union(GtidSet other) {
        requireSameProduct(other);
        List<Member> union = new ArrayList<>(members.length + other.members.length);
        int mine = 0;
        int theirs = 0;
        while (mine < members.length && theirs < other.members.length) {
            int order = members[mine].source.compareTo(other.members[theirs].source);
            if (order == 0) {
                union.add(united(members[mine++], other.members[theirs++]));
            } else {
                union.add(order < 0 ? members[mine++] : other.members[theirs++]);
            }
        }
        union.addAll(Arrays.asList(members).subList(mine, members.length));
        union.addAll(Arrays.asList(other.members).subList(theirs, other.members.length));
        return of(union);
    }

    private static Member united(Member one, Member other) {
        long server = one.numbers.highest() >= other.numbers.highest() ? one.server : other.server;
        return new Member(one.source, server, one.numbers.union(other.numbers));
    }

    /**
     * The transactions of this set that the other one lacks. (MariaDB's notation shows only the last one per domain, so
     * a difference of such sets does not survive {@link #toString} and {@link #parse}.)
     *
     * @throws IllegalArgumentException if one is MySQL's and the other one MariaDB's
     */
    public GtidSet minus(GtidSet other) {
        requireSameProduct(other);
        List<Member> left = new ArrayList<>(members.length);
        for (Member member : members) {
            int index = other.indexOf(member.source);
            GtidIntervals numbers = index < 0 ? member.numbers : member.numbers.minus(other.members[index].numbers);
            if (!numbers.isEmpty()) {
                left.add(new Member(member.source, member.server, numbers));
            }
        }
        return of(left);
    }

    private void requireSameProduct(GtidSet other) {
        if (!isEmpty() && !other.isEmpty() && members[0].source.mariaDb() != other.members[0].source.mariaDb()) {
            throw new IllegalArgumentException(
                    "GTIDs of MySQL and of MariaDB cannot be combined: \"" + this + "\" and \"" + other + "\"");
        }
    }

    /** Index of the member with that source; negative if there is none. */
    private int indexOf(GtidSource source) {
        int from = 0;
        int to = members.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = members[middle].source.compareTo(source);
            if (order == 0) {
                return members[middle].source.mariaDb() == source.mariaDb() ? middle : -1;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -1;
    }

    /** As the server prints it, but on one line: MySQL adds a line feed behind each comma. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(48 * members.length);
        for (int index = 0; index < members.length; index++) {
            Member member = members[index];
            boolean tagOfSameServer = index > 0 && member.source.sameServer(members[index - 1].source);
            if (index > 0 && !tagOfSameServer) {
                out.append(',');
            }
            if (member.source.mariaDb()) {
                out.append(member.source.low()).append('-').append(member.server);
                out.append('-').append(member.numbers.highest());
                continue;
            }
            if (!tagOfSameServer) {
                member.source.appendUuid(out);
            }
            if (!member.source.tag().isEmpty()) {
                out.append(':').append(member.source.tag());
            }
            member.numbers.appendTo(out);
        }
        return out.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof GtidSet set) || set.members.length != members.length) {
            return false;
        }
        for (int index = 0; index < members.length; index++) {
            Member mine = members[index];
            Member theirs = set.members[index];
            if (!mine.source.equals(theirs.source) || !mine.numbers.equals(theirs.numbers)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Member member : members) {
            hash = 31 * (31 * hash + member.source.hashCode()) + member.numbers.hashCode();
        }
        return hash;
    }
}
