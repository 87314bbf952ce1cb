package dev.anole.admin.join;

import org.jspecify.annotations.Nullable;

/** This table cannot join, however often it is tried; the others can. */
final class TableFailure extends Exception {

    private final String found;
    private final String remedy;

    /**
     * @param found a clause without a full stop and without row values
     * @param remedy one sentence
     */
    TableFailure(String found, String remedy, @Nullable Throwable cause) {
        super(found + ". " + remedy, cause);
        this.found = found;
        this.remedy = remedy;
    }

    TableFailure(String found, String remedy) {
        this(found, remedy, null);
    }

    String found() {
        return found;
    }

    String remedy() {
        return remedy;
    }
}
