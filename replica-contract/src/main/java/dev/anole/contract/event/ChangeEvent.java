package dev.anole.contract.event;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.SchemaChange;
import java.util.List;

/** What one Kafka record says. */
public sealed interface ChangeEvent {

    /** For exhaustive switches. */
    enum Kind {
        ROWS,
        ROWS_GROUP,
        SCHEMA_CHANGE,
        HEARTBEAT,
        INCARNATION,
        XA
    }

    Kind kind();

    EventHeader header();

    /** A copy with other markers. */
    ChangeEvent withHeader(EventHeader header);

    /**
     * Rows of one table, changed by one statement in one way.
     *
     * @param checksForeignKeys whether the statement ran with {@code foreign_key_checks}; without, nothing cascades
     * @param logsCascades whether the rows that foreign keys change with these rows have events of their own; MySQL
     *     does that since 9.6, unless {@code innodb_native_foreign_keys} is ON, older servers and MariaDB do not
     */
    record Rows(
            EventHeader header,
            TableId table,
            Operation operation,
            boolean checksForeignKeys,
            boolean logsCascades,
            RowImages images)
            implements ChangeEvent {
        public Rows {
            requireNonNull(header, "header");
            requireNonNull(table, "table");
            requireNonNull(operation, "operation");
            requireNonNull(images, "images");
        }

        @Override
        public Kind kind() {
            return Kind.ROWS;
        }

        @Override
        public Rows withHeader(EventHeader newHeader) {
            return new Rows(newHeader, table, operation, checksForeignKeys, logsCascades, images);
        }

        /** Whether foreign keys may have changed other rows, which no event tells. */
        public boolean mayCascadeUnlogged() {
            return operation != Operation.INSERT && checksForeignKeys && !logsCascades;
        }
    }

    /**
     * Several rows events of one transaction in one record, in order; what a record costs is then paid once.
     *
     * @param header of the last one, with the record's sequence
     * @param events each with its own ordinal
     */
    record RowsGroup(EventHeader header, List<Rows> events) implements ChangeEvent {
        public RowsGroup {
            requireNonNull(header, "header");
            events = List.copyOf(events);
        }

        @Override
        public Kind kind() {
            return Kind.ROWS_GROUP;
        }

        @Override
        public RowsGroup withHeader(EventHeader newHeader) {
            return new RowsGroup(newHeader, events);
        }
    }

    /**
     * A DDL statement, alone in its transaction.
     *
     * @param database the session's default database, empty if it had none
     */
    record Schema(EventHeader header, String database, String statement, SchemaChange change) implements ChangeEvent {
        public Schema {
            requireNonNull(header, "header");
            requireNonNull(database, "database");
            requireNonNull(statement, "statement");
            requireNonNull(change, "change");
        }

        @Override
        public Kind kind() {
            return Kind.SCHEMA_CHANGE;
        }

        @Override
        public Schema withHeader(EventHeader newHeader) {
            return new Schema(newHeader, database, statement, change);
        }
    }

    /** Nothing to replicate lies before {@code reached} that was not published already. */
    record Heartbeat(EventHeader header, SourcePosition reached) implements ChangeEvent {
        public Heartbeat {
            requireNonNull(header, "header");
            requireNonNull(reached, "reached");
        }

        @Override
        public Kind kind() {
            return Kind.HEARTBEAT;
        }

        @Override
        public Heartbeat withHeader(EventHeader newHeader) {
            return new Heartbeat(newHeader, reached);
        }
    }

    /**
     * The first record of an incarnation.
     *
     * @param follows everything up to here was published by earlier incarnations, or copied
     * @param filterHash names the set of tables published from here on
     * @param source whose incarnation it is
     */
    record Incarnation(EventHeader header, SourcePosition follows, String filterHash, String source)
            implements ChangeEvent {
        public Incarnation {
            requireNonNull(header, "header");
            requireNonNull(follows, "follows");
            requireNonNull(filterHash, "filterHash");
            requireNonNull(source, "source");
        }

        @Override
        public Kind kind() {
            return Kind.INCARNATION;
        }

        @Override
        public Incarnation withHeader(EventHeader newHeader) {
            return new Incarnation(newHeader, follows, filterHash, source);
        }
    }

    /**
     * A step of an XA transaction. {@link Action#START} comes in front of a transaction's first rows, {@link
     * Action#PREPARE} behind its last ones: they count only once another transaction says {@link Action#COMMIT}. A
     * transaction that was started but ends without {@link Action#PREPARE} is committed in one phase.
     *
     * @param xid as MySQL writes it: {@code X'…',X'…',format}, the same for all steps of a transaction
     */
    record Xa(EventHeader header, Action action, String xid) implements ChangeEvent {

        /** What was done; the words are those of the envelope. */
        public enum Action {
            START,
            PREPARE,
            COMMIT,
            ROLLBACK
        }

        public Xa {
            requireNonNull(header, "header");
            requireNonNull(action, "action");
            requireNonNull(xid, "xid");
        }

        @Override
        public Kind kind() {
            return Kind.XA;
        }

        @Override
        public Xa withHeader(EventHeader newHeader) {
            return new Xa(newHeader, action, xid);
        }
    }
}
