package dev.anole.admin.pgsql;

import static java.util.stream.Collectors.joining;

import dev.anole.postgres.catalogue.PostgresName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A table on its way: the parts that are left to be copied. Safe for use by several threads once all parts are added. */
final class TableWork {

    private final SourceTable table;
    private final long pages;
    private final long estimatedRows;
    private final List<Part> parts = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicBoolean begun = new AtomicBoolean();

    TableWork(SourceTable table, long pages, long estimatedRows) {
        this.table = table;
        this.pages = pages;
        this.estimatedRows = estimatedRows;
    }

    /**
     * Rows that one COPY sends.
     *
     * @param relation the table, or a partition of it, quoted
     * @param condition for WHERE; empty for all rows
     */
    record Part(TableWork work, String relation, String condition) {

        String copyOut() {
            return "COPY (SELECT " + String.join(", ", work.table.copiedColumns()) + " FROM ONLY " + relation
                    + (condition.isEmpty() ? "" : " WHERE " + condition) + ") TO STDOUT";
        }

        String copyIn(PostgresName loading) {
            String columns = work.table.copiedColumns().stream().collect(joining(", "));
            return "COPY " + loading.quoted() + (columns.isEmpty() ? "" : " (" + columns + ")") + " FROM STDIN";
        }
    }

    void add(String relation, String condition) {
        parts.add(new Part(this, relation, condition));
        left.incrementAndGet();
    }

    SourceTable table() {
        return table;
    }

    /** Of all its partitions. */
    long pages() {
        return pages;
    }

    long estimatedRows() {
        return estimatedRows;
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** Whether this is the first part that is copied. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** Whether this was the last part. */
    boolean endPart() {
        return left.decrementAndGet() == 0;
    }
}
