package dev.anole.admin.join;

/** The table changed its definition or identity under the copy, which is to be thrown away and begun again. */
final class StaleCopyException extends Exception {

    /** @param found what shows it, a clause without a full stop */
    StaleCopyException(String found) {
        super(found);
    }

    StaleCopyException(String found, Throwable cause) {
        super(found, cause);
    }
}
