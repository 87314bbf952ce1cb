package dev.anole.admin.configuration;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of single values; a failure's message is completed with the path of the record by the reader. */
final class Require {

    private Require() {}

    static Setting present(@Nullable Setting value, String key) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the key " + key + " is missing or empty");
        }
        return value;
    }

    /** @param port 0 where the file does not name it */
    static int port(int port, int byDefault) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        return port == 0 ? byDefault : port;
    }

    /** @param number 0 where the file does not name it */
    static int positive(int number, int byDefault, String key) {
        if (number < 0) {
            throw new IllegalArgumentException(key + " is " + number + ", it must be positive");
        }
        return number == 0 ? byDefault : number;
    }

    /** Of a file with certificates or keys; {@code PKCS12} if missing. */
    static String storeType(@Nullable String written, String key) {
        return written == null ? "PKCS12" : oneOf(written.toUpperCase(Locale.ROOT), List.of("PKCS12", "JKS"), key);
    }

    static String oneOf(String value, List<String> known, String key) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException(
                    key + " is \"" + value + "\", it must be one of " + String.join(", ", known));
        }
        return value;
    }
}
