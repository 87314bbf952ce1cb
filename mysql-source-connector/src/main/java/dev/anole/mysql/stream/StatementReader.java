package dev.anole.mysql.stream;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.mysql.SourceException;
import dev.anole.mysql.binlog.QueryEvent;
import dev.anole.mysql.ddl.DdlParser;
import dev.anole.mysql.ddl.DdlStatement;
import dev.anole.mysql.ddl.RowStatement;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the statements of the binlog that do not begin or end a transaction: publishes DDL, refuses changes of rows,
 * ignores the rest. Belongs to one connection and its thread.
 */
final class StatementReader {

    private final TableFilter filter;
    private final ChangePublisher publisher;
    private final Map<Integer, String> characterSets;
    private final DdlParser ddl;

    /** @param characterSets MySQL's names by the collations' ids */
    StatementReader(TableFilter filter, ChangePublisher publisher, Map<Integer, String> characterSets, DdlParser ddl) {
        this.filter = filter;
        this.publisher = publisher;
        this.characterSets = characterSets;
        this.ddl = ddl;
    }

    void read(QueryEvent query, OpenTransaction transaction) throws InterruptedException {
        String text = query.statement(characterSets);
        Optional<DdlStatement> change = schemaStatement(query, text, transaction);
        if (change.isPresent()) {
            publish(change.get(), text, transaction);
        } else {
            refuseRowChange(query, transaction.place());
        }
    }

    private void publish(DdlStatement statement, String text, OpenTransaction transaction) throws InterruptedException {
        transaction.nextEvent();
        if (statement.concerns(filter) && !transaction.wasPublished(transaction.ordinal())) {
            publisher.publish(
                    transaction,
                    new ChangeEvent.Schema(
                            publisher.header(transaction, transaction.ordinal()),
                            statement.database(),
                            text,
                            statement.change().published(filter::publishes)));
        }
    }

    private Optional<DdlStatement> schemaStatement(QueryEvent query, String text, OpenTransaction transaction) {
        try {
            return ddl.parse(query.database(), text, query.sqlMode(), query.timeZone(), query.seconds());
        } catch (IllegalArgumentException e) {
            if (filter.publishesFrom(query.database())) {
                throw new SourceException(
                        "Could not read the DDL statement at " + transaction.place() + ", run in the schema "
                                + query.database()
                                + ": " + e.getMessage(),
                        SourceException.INITIALISE,
                        e);
            }
            return Optional.empty();
        }
    }

    /** Refuses a statement that may change rows of published tables. */
    void refuseRowChange(QueryEvent query, String place) {
        if (RowStatement.concerns(filter, query.database(), query.statement(characterSets), query.sqlMode())) {
            throw new SourceException(
                    "A session wrote a change of rows as a statement to the binlog, at " + place + ", in the schema \""
                            + query.database() + "\"; rows are needed",
                    "SET PERSIST binlog_format = ROW, reconnect the sessions that write, then run replica-admin"
                            + " init-replica");
        }
    }
}
