package dev.anole.contract.value;

/**
 * MySQL's packed dates and times to the text of MySQL's text protocol (MySQL source, {@code mysys/my_time.cc}). Zero
 * and partial dates keep their text, times their sign.
 */
final class TemporalDecoder {

    private static final long DATETIME_OFFSET = 0x8000000000L;
    private static final int TIME_OFFSET = 0x800000;
    private static final long TIME_OFFSET_MICROSECONDS = 0x800000000000L;

    private TemporalDecoder() {}

    static void date(ByteCursor cursor, ValueBuffer out) {
        int packed = (int) cursor.little(3);
        date(packed >> 9, packed >> 5 & 15, packed & 31, out);
    }

    static void dateTime(ByteCursor cursor, int fractionalDigits, ValueBuffer out) {
        long packed = cursor.big(5) - DATETIME_OFFSET;
        int yearMonth = (int) (packed >> 22);
        date(yearMonth / 13, yearMonth % 13, (int) (packed >> 17) & 31, out);
        out.append(' ');
        time((int) (packed >> 12) & 31, (int) (packed >> 6) & 63, (int) packed & 63, out);
        fraction(cursor, fractionalDigits, out);
    }

    /** In UTC. */
    static void timestamp(ByteCursor cursor, int fractionalDigits, ValueBuffer out) {
        long seconds = cursor.big(4);
        if (seconds == 0) {
            out.append("0000-00-00 00:00:00");
        } else {
            int secondOfDay = (int) (seconds % 86_400);
            civilDate(seconds / 86_400, out);
            out.append(' ');
            time(secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60, out);
        }
        fraction(cursor, fractionalDigits, out);
    }

    static void time(ByteCursor cursor, int fractionalDigits, ValueBuffer out) {
        int fractionBytes = (fractionalDigits + 1) / 2;
        long packed;
        if (fractionBytes == 3) {
            packed = cursor.big(6) - TIME_OFFSET_MICROSECONDS;
        } else {
            long whole = cursor.big(3) - TIME_OFFSET;
            long fraction = cursor.big(fractionBytes);
            if (whole < 0 && fraction != 0) {
                whole++;
                fraction -= 1L << 8 * fractionBytes;
            }
            packed = (whole << 24) + fraction * (fractionBytes == 1 ? 10_000 : 100);
        }
        if (packed < 0) {
            out.append('-');
            packed = -packed;
        }
        int clock = (int) (packed >> 24);
        int hour = clock >> 12 & 0x3ff;
        out.appendDigits(hour, hour < 100 ? 2 : 3);
        out.append(':');
        out.appendDigits(clock >> 6 & 63, 2);
        out.append(':');
        out.appendDigits(clock & 63, 2);
        microseconds(packed & 0xffffff, fractionalDigits, out);
    }

    private static void date(int year, int month, int day, ValueBuffer out) {
        out.appendDigits(year, 4);
        out.append('-');
        out.appendDigits(month, 2);
        out.append('-');
        out.appendDigits(day, 2);
    }

    private static void time(int hour, int minute, int second, ValueBuffer out) {
        out.appendDigits(hour, 2);
        out.append(':');
        out.appendDigits(minute, 2);
        out.append(':');
        out.appendDigits(second, 2);
    }

    private static void fraction(ByteCursor cursor, int fractionalDigits, ValueBuffer out) {
        int fractionBytes = (fractionalDigits + 1) / 2;
        long value = cursor.big(fractionBytes);
        microseconds(value * (fractionBytes == 1 ? 10_000 : fractionBytes == 2 ? 100 : 1), fractionalDigits, out);
    }

    private static void microseconds(long microseconds, int fractionalDigits, ValueBuffer out) {
        if (fractionalDigits > 0) {
            out.append('.');
            long divisor = 1;
            for (int digit = fractionalDigits; digit < 6; digit++) {
                divisor *= 10;
            }
            out.appendDigits(microseconds / divisor, fractionalDigits);
        }
    }

    /** Days since 1970-01-01 to a Gregorian date, counting in eras of 400 years that begin in March. */
    private static void civilDate(long days, ValueBuffer out) {
        long shifted = days + 719_468;
        long era = shifted / 146_097;
        int dayOfEra = (int) (shifted % 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        date(year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, out);
    }
}
