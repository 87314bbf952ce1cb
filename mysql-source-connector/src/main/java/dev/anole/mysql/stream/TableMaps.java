package dev.anole.mysql.stream;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.value.BinlogTable;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.binlog.RowsEvent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables that rows events refer to, by the ids that the server gave them. Statements repeat their table maps, so
 * what is known is only compared; what is not published is never decoded. Belongs to one connection and its thread.
 */
final class TableMaps {

    private final TableFilter filter;
    private final Dialect dialect;
    private final Map<Long, MappedTable> tables = new HashMap<>();
    private long lastId = -1;
    private @Nullable MappedTable last;

    TableMaps(TableFilter filter, Dialect dialect) {
        this.filter = filter;
        this.dialect = dialect;
    }

    /** Takes a TABLE_MAP event in. */
    void map(RawEvent event) {
        long id = RowsEvent.tableId(event);
        MappedTable known = lookup(id);
        if (known == null || !known.hasSameBody(event.array(), event.from(), event.to())) {
            byte[] body = event.body();
            TableId table = BinlogTable.parseId(body);
            MappedTable.Description description = filter.publishes(table)
                    ? MappedTable.Description.of(dialect == Dialect.MARIADB ? BinlogTable.ofMariaDb(body) : body)
                    : null;
            known = new MappedTable(table, body, description);
            tables.put(id, known);
        }
        lastId = id;
        last = known;
    }

    /** The table with that id; null if there was no event for it. */
    @Nullable
    MappedTable lookup(long id) {
        return id == lastId ? last : tables.get(id);
    }

    /** Forgets all: a new file repeats what it needs. */
    void clear() {
        tables.clear();
        lastId = -1;
        last = null;
    }
}
