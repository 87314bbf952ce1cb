package dev.anole.admin.join;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** This table cannot join, however often it is tried; the others can. */
final class TableFailure extends Exception {

    private final String found;
    private final String remedy;
    private final Remainder remainder;

    /** What is left of the join for the next command. */
    enum Remainder {
        /** All that is done; the next command goes on with it. */
        COPY,
        /** Nothing; the next command begins anew. */
        NOTHING,
        /** Nothing, and MySQL has no such table any more. */
        NO_TABLE,
        /** What another command makes of it, which has taken over. */
        NOT_OURS
    }

    private TableFailure(String found, String remedy, @Nullable Throwable cause, Remainder remainder) {
        super(found + ". " + remedy, cause);
        this.found = found;
        this.remedy = remedy;
        this.remainder = remainder;
    }

    /**
     * A failure after which the copy can be gone on with.
     *
     * @param found a clause without a full stop and without row values
     * @param remedy one sentence
     */
    TableFailure(String found, String remedy, @Nullable Throwable cause) {
        this(found, remedy, cause, Remainder.COPY);
    }

    TableFailure(String found, String remedy) {
        this(found, remedy, null);
    }

    /** Kafka failed, in whatever the reading of the topic needs of it. */
    static TableFailure of(KafkaException e) {
        return new TableFailure(
                "Kafka failed: " + e.getMessage(),
                "Check the brokers and this client's permissions, and run the command again.",
                e);
    }

    /** The same failure, leaving no more than this. */
    TableFailure leaving(Remainder newRemainder) {
        return new TableFailure(found, remedy, getCause(), newRemainder);
    }

    String found() {
        return found;
    }

    String remedy() {
        return remedy;
    }

    Remainder remainder() {
        return remainder;
    }
}
