package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.types.BadValueException;
import dev.anole.postgres.types.MappedTable;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A table's changes cannot be applied; others' can. */
public final class TableFailure extends Exception {

    private static final String DEPENDENT_OBJECTS = "2BP01";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private final TableId table;
    private final String place;
    private final @Nullable MappedTable created;

    /** @param cause from PostgreSQL, or from decoding; its values are kept out of messages */
    TableFailure(TableId table, EventHeader header, Exception cause) {
        super(cause);
        this.table = table;
        this.place = header.place();
        created = null;
    }

    /** @param created a table that the catalogue does not have yet */
    TableFailure(MappedTable created, EventHeader header, Exception cause) {
        super(cause);
        this.table = created.definition().id();
        this.place = header.place();
        this.created = created;
    }

    public TableId table() {
        return table;
    }

    /** The table itself, if the catalogue does not have it yet. */
    Optional<MappedTable> created() {
        return Optional.ofNullable(created);
    }

    /** MySQL's place of the change, or of the first one of its batch. */
    public String place() {
        return place;
    }

    /** What was found, without row values: PostgreSQL puts those into the error's detail. */
    public String found() {
        Throwable cause = getCause();
        if (cause instanceof PSQLException e) {
            ServerErrorMessage message = e.getServerErrorMessage();
            if (message != null) {
                String constraint = message.getConstraint();
                // The message quotes the offending value behind a colon.
                String text = String.valueOf(message.getMessage()).replaceAll("(?s): \".*", "");
                // Of what depends on the table or column; no row is quoted there.
                String detail = message.getDetail();
                if (isOfDependants() && detail != null) {
                    text = text + ": " + detail.replace("\n", "; ");
                }
                return text + " (SQLSTATE " + message.getSQLState()
                        + (constraint == null ? "" : ", constraint " + constraint) + ")";
            }
        }
        return String.valueOf(cause == null ? null : cause.getMessage());
    }

    /** What the operator may do about the cause, a sentence without a full stop; null if nothing special is known. */
    public @Nullable String remedy() {
        return getCause() instanceof BadValueException e ? e.remedyInStream() : null;
    }

    /** Whether something of users' hangs on the table that PostgreSQL would not have changed. */
    boolean isOfDependants() {
        String state = sqlstate();
        return DEPENDENT_OBJECTS.equals(state) || FEATURE_NOT_SUPPORTED.equals(state);
    }

    @Nullable
    String sqlstate() {
        return getCause() instanceof SQLException e ? e.getSQLState() : null;
    }
}
