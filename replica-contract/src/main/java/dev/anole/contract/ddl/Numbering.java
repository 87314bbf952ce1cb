package dev.anole.contract.ddl;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers in the names that the server makes. */
final class Numbering {

    private Numbering() {}

    /** The highest number that stands behind the prefix in one of the names; 0 if there is none. */
    static int highest(Stream<String> names, String prefix) {
        Pattern numbered = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,9})", Pattern.CASE_INSENSITIVE);
        return names.map(numbered::matcher)
                .filter(matcher -> matcher.matches())
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .max()
                .orElse(0);
    }
}
