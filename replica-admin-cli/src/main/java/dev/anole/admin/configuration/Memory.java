package dev.anole.admin.configuration;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size as pg_chameleon's users write it: {@code 300M}. */
final class Memory {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMG]?)B?");

    private Memory() {}

    /** @param written a number of bytes, or one with the unit k, M or G, of 1024 each */
    static long bytes(String written, String key) {
        Matcher size = SIZE.matcher(written.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    key + " is \"" + written + "\", it must be a number with the unit k, M or G, such as 300M");
        }
        int shift =
                switch (size.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                };
        return Long.parseLong(size.group(1)) << shift;
    }
}
