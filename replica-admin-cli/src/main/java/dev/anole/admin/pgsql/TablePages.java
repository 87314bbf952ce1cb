package dev.anole.admin.pgsql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides tables into ranges of pages, which PostgreSQL reads without the rest since version 14. A row stays in its page
 * for as long as a snapshot sees it, and what would move it is locked out.
 */
final class TablePages {

    private static final String RELATIONS = """
            SELECT c.oid::bigint, l.oid::regclass::text, l.relkind = 'r' AND coalesce(a.amname = 'heap', false),
              CASE WHEN l.relkind = 'r' THEN pg_relation_size(l.oid) / current_setting('block_size')::bigint ELSE 0 END,
              greatest(l.reltuples, 0)::bigint
            FROM pg_class c CROSS JOIN LATERAL (
              SELECT c.oid AS relid WHERE c.relkind = 'r'
              UNION ALL
              SELECT t.relid FROM pg_partition_tree(c.oid) t WHERE t.isleaf AND c.relkind = 'p'
            ) p
            JOIN pg_class l ON l.oid = p.relid LEFT JOIN pg_am a ON a.oid = l.relam
            WHERE c.oid::bigint = ANY (?) ORDER BY c.oid, l.oid""";

    /** 1 MiB and 128 MiB, of pages of 8 KiB. */
    private static final long SMALLEST = 128;

    private static final long LARGEST = 16_384;

    /** So that no reader has much more to do than the others. */
    private static final int PARTS_PER_READER = 4;

    private final SourceCatalogue catalogue;

    TablePages(SourceCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    private record Relation(long table, String name, boolean pages, long size, long rows) {}

    /**
     * The largest table first.
     *
     * @param readers that are to share the work
     */
    List<TableWork> divide(List<SourceTable> tables, int readers) throws SQLException {
        Map<Long, List<Relation>> relations = new LinkedHashMap<>();
        catalogue
                .rows(
                        RELATIONS,
                        catalogue.oids(tables),
                        row -> new Relation(
                                row.getLong(1), row.getString(2), row.getBoolean(3), row.getLong(4), row.getLong(5)))
                .forEach(relation -> relations
                        .computeIfAbsent(relation.table(), oid -> new ArrayList<>())
                        .add(relation));
        List<TableWork> works = new ArrayList<>();
        for (SourceTable table : tables) {
            works.add(divide(table, relations.getOrDefault(table.oid(), List.of()), readers));
        }
        works.sort(Comparator.comparingLong(TableWork::pages).reversed());
        return works;
    }

    private static TableWork divide(SourceTable table, List<Relation> relations, int readers) {
        long pages = relations.stream().mapToLong(Relation::size).sum();
        TableWork work = new TableWork(
                table, pages, relations.stream().mapToLong(Relation::rows).sum());
        long step = Math.max(SMALLEST, Math.min(LARGEST, pages / ((long) readers * PARTS_PER_READER) + 1));
        for (Relation relation : relations) {
            long from = 0;
            while (relation.pages() && from + step < relation.size()) {
                work.add(relation.name(), range(from, from + step));
                from += step;
            }
            // Without an upper bound, since the table may have grown.
            work.add(relation.name(), from == 0 ? "" : "ctid >= '(" + from + ",0)'::tid");
        }
        if (relations.isEmpty()) {
            // A partitioned table without partitions.
            work.add(table.name().quoted(), "");
        }
        return work;
    }

    private static String range(long from, long to) {
        return "ctid >= '(" + from + ",0)'::tid AND ctid < '(" + to + ",0)'::tid";
    }
}
