package dev.anole.postgres.ddl.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** Constants of dates and times that both servers read alike. */
public final class TemporalLiterals {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final String CLOCK = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?";
    private static final Pattern TIME = Pattern.compile(CLOCK);

    private TemporalLiterals() {}

    /** Whether it is a date that exists: neither 0000-00-00 nor 31 February. */
    public static boolean isDate(String text) {
        if (!DATE.matcher(text).matches()) {
            return false;
        }
        try {
            return LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Whether it is such a date with a time of day. */
    public static boolean isDateTime(String text) {
        return text.length() > 11
                && text.charAt(10) == ' '
                && isDate(text.substring(0, 10))
                && isTime(text.substring(11));
    }

    /** Whether it is a time of day. */
    public static boolean isTime(String text) {
        return TIME.matcher(text).matches();
    }
}
