package dev.anole.admin.join;

import dev.anole.contract.TableId;

/** Hears how far the joining tables are. Called by several threads, for different tables and for the same one. */
public interface JoinProgress {

    /**
     * A table's copy begins, or begins anew from nothing: what was counted for the table before is void.
     *
     * @param estimatedRows MySQL's estimate, which may be far off; 0 if it has none
     */
    void tableStarted(TableId table, long estimatedRows);

    /**
     * More of the table was sent to PostgreSQL.
     *
     * @param rows since the last call for this table
     * @param bytes of the text sent, since the last call
     */
    void rowsCopied(TableId table, long rows, long bytes);

    /** @param phase what happens to the table from now on, such as {@code catching up} */
    void phase(TableId table, String phase);

    /** The table is part of the replica. */
    void tableDone(TableId table);
}
