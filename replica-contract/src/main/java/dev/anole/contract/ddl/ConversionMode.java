package dev.anole.contract.ddl;

import org.jspecify.annotations.Nullable;

/**
 * What in the session of an ALTER TABLE decides what MySQL makes of the rows that are there.
 *
 * @param strict whether a value that does not fit its new type fails; else it is cut or clamped
 * @param rounds whether fractional seconds are rounded; else they are cut off (MySQL manual, 13.2.6)
 * @param offset of the session's time zone from UTC, {@code +02:00}; null if it is not one and the same at all times, or
 *     not known
 * @param seconds the statement's own time, which NOW() gives, since 1970 in UTC
 */
public record ConversionMode(
        boolean strict, boolean rounds, @Nullable String offset, long seconds) {

    /** Of a statement that converts nothing. */
    public static final ConversionMode NONE = new ConversionMode(true, false, null, 0);
}
