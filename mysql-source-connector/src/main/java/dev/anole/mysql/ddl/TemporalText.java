package dev.anole.mysql.ddl;

import dev.anole.contract.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes dates and times in full, as the server does (MySQL manual, 11.1.3 Date and Time Literals). */
final class TemporalText {

    private static final Pattern DATE = Pattern.compile("([0-9]{1,4})[^0-9]([0-9]{1,2})[^0-9]([0-9]{1,2})"
            + "(?:[Tt ]+([0-9]{1,2})(?:[^0-9]([0-9]{1,2})(?:[^0-9]([0-9]{1,2}))?)?)?(\\.[0-9]*)?");
    private static final Pattern DIGITS =
            Pattern.compile("([0-9]{2}|[0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2}))?(\\.[0-9]*)?");
    private static final Pattern TIME =
            Pattern.compile("(-?)(?:([0-9]+) +)?([0-9]+):([0-9]{1,2})(?::([0-9]{1,2}))?(\\.[0-9]*)?");

    private TemporalText() {}

    /** @param digits of a second's fraction */
    static String of(String text, DataType dataType, int digits) {
        String trimmed = text.trim();
        if (dataType == DataType.TIME) {
            return time(trimmed, digits);
        }
        boolean withTime = dataType != DataType.DATE;
        if (trimmed.matches("0+")) {
            return "0000-00-00" + (withTime ? " 00:00:00" + fraction(null, digits) : "");
        }
        Matcher date = DATE.matcher(trimmed);
        if (!date.matches()) {
            date = DIGITS.matcher(trimmed);
        }
        if (!date.matches()) {
            return text;
        }
        String day = year(date.group(1)) + "-" + two(date.group(2)) + "-" + two(date.group(3));
        String time = two(date.group(4)) + ":" + two(date.group(5)) + ":" + two(date.group(6));
        return withTime ? day + " " + time + fraction(date.group(7), digits) : day;
    }

    private static String time(String text, int digits) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return text.matches("-?[0-9]{1,7}(\\.[0-9]*)?") ? timeOfDigits(text, digits) : text;
        }
        int days = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
        int hours = days * 24 + Integer.parseInt(time.group(3));
        return time.group(1)
                + two(String.valueOf(hours))
                + ":"
                + two(time.group(4))
                + ":"
                + two(time.group(5))
                + fraction(time.group(6), digits);
    }

    /** From the right: seconds, minutes, hours. */
    private static String timeOfDigits(String text, int digits) {
        String sign = text.startsWith("-") ? "-" : "";
        String unsigned = text.substring(sign.length());
        int point = unsigned.indexOf('.');
        int whole = Integer.parseInt(point < 0 ? unsigned : unsigned.substring(0, point));
        return "%s%02d:%02d:%02d".formatted(sign, whole / 10_000, whole / 100 % 100, whole % 100)
                + fraction(point < 0 ? null : unsigned.substring(point), digits);
    }

    private static String year(String digits) {
        if (digits.length() != 2) {
            return "0".repeat(4 - digits.length()) + digits;
        }
        return (Integer.parseInt(digits) < 70 ? "20" : "19") + digits;
    }

    private static String two(@Nullable String digits) {
        return digits == null ? "00" : digits.length() < 2 ? "0" + digits : digits;
    }

    private static String fraction(@Nullable String fraction, int digits) {
        if (digits == 0) {
            return "";
        }
        BigDecimal value = new BigDecimal(fraction == null || fraction.equals(".") ? "0" : "0" + fraction);
        String text = value.setScale(digits, RoundingMode.HALF_UP).toPlainString();
        return text.substring(text.indexOf('.'));
    }
}
