package dev.anole.testbed.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * The backlog's changes to {@link SampleTable#NARROW}: transactions of ten, six inserts, three updates and one delete,
 * from several writers at once. Writers touch different rows, so the table's end does not depend on who is faster.
 *
 * @param transactions in all
 * @param preloadedRows keys 1 to this are there before
 */
record ChangePlan(long transactions, long preloadedRows) {

    static final int WRITERS = 4;
    static final int CHANGES_IN_TRANSACTION = 10;
    static final int LEAST_CHANGES = WRITERS * CHANGES_IN_TRANSACTION;
    /** Rows that updates choose from. */
    private static final long UPDATED_ROWS = 70_000;
    /** A prime: one update's row is far from the next one's. */
    private static final long STRIDE = 2_654_435_761L;

    private static final int INSERTS = 6;
    private static final int UPDATES = 3;

    /** What happens to the row of a key; the version is that of its after image, and 0 for a new one. */
    record Change(boolean delete, long key, long version) {}

    /** @param changes rounded down to whole transactions, as many for each writer */
    static ChangePlan of(long changes) {
        long transactions = changes / LEAST_CHANGES * WRITERS;
        return new ChangePlan(transactions, transactions + UPDATED_ROWS);
    }

    long changes() {
        return transactions * CHANGES_IN_TRANSACTION;
    }

    /** The number of the writer's first transaction; it makes those up to the next writer's first one. */
    long first(int writer) {
        return transactions / WRITERS * writer;
    }

    /** A key that neither the rows of before nor the changes have. */
    long sentinelKey() {
        return preloadedRows + transactions * INSERTS + 1;
    }

    /** The values of its row, for both databases. */
    String sentinel() {
        return "(" + sentinelKey() + ", 0, 0, 'sentinel', 0, 'the last change', '2026-01-01 00:00:00')";
    }

    /** All transactions, in an order in which the writers may have committed them. */
    List<List<Change>> inOrder() {
        List<List<Change>> ordered = new ArrayList<>();
        for (long step = 0; step < transactions / WRITERS; step++) {
            for (int writer = 0; writer < WRITERS; writer++) {
                ordered.add(transaction(writer, first(writer) + step));
            }
        }
        return ordered;
    }

    private List<Change> transaction(int writer, long number) {
        List<Change> changes = new ArrayList<>(CHANGES_IN_TRANSACTION);
        for (int i = 0; i < UPDATES; i++) {
            long inserted = preloadedRows + number * INSERTS + 2L * i;
            changes.add(new Change(false, inserted + 1, 0));
            changes.add(new Change(false, inserted + 2, 0));
            long updated = (number * UPDATES + i) * STRIDE % (UPDATED_ROWS / WRITERS);
            changes.add(new Change(false, transactions + 1 + updated * WRITERS + writer, number + 1));
        }
        changes.add(new Change(true, number + 1, 0));
        return changes;
    }

    /** A procedure that makes a writer's transactions from one number up to before another, the same as here. */
    String procedure() {
        return """
                CREATE PROCEDURE make_changes(IN writer BIGINT, IN number BIGINT, IN end_number BIGINT)
                BEGIN
                  DECLARE i, k, n BIGINT;
                  WHILE number < end_number DO
                    START TRANSACTION;
                    SET i = 0;
                    WHILE i < 3 DO
                      SET k = %1$d + number * 6 + 2 * i + 1;
                      INSERT INTO narrow VALUES (k, %2$s, %3$s);
                      SET k = k + 1;
                      INSERT INTO narrow VALUES (k, %2$s, %3$s);
                      SET k = %4$d + 1 + (number * 3 + i) * %5$d %% %6$d * %7$d + writer;
                      SET n = k + number + 1;
                      UPDATE narrow SET customer_id = n * 7919 %% 100000, quantity = 1 + n %% 50,
                        status = ELT(1 + n %% 4, 'placed', 'paid', 'packed', 'shipped'),
                        amount = n * 37 %% 10000000 / 100
                        WHERE id = k;
                      SET i = i + 1;
                    END WHILE;
                    DELETE FROM narrow WHERE id = number + 1;
                    COMMIT;
                    SET number = number + 1;
                  END WHILE;
                END""".formatted(
                        preloadedRows,
                        NarrowRow.changingValues("k"),
                        NarrowRow.lastingValues("k"),
                        transactions,
                        STRIDE,
                        UPDATED_ROWS / WRITERS,
                        WRITERS);
    }
}
