package dev.anole.mysql;

import java.util.Locale;

/** MySQL's {@code --ssl-mode} (manual, 6.2.3 Command Options for Connecting to the Server). */
public enum SslMode {
    DISABLED,
    PREFERRED,
    REQUIRED,
    VERIFY_CA,
    VERIFY_IDENTITY;

    /** @throws IllegalArgumentException if there is no such mode; case does not matter */
    public static SslMode of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether the server's certificate must be signed by an authority that is trusted. */
    public boolean verifiesAuthority() {
        return this == VERIFY_CA || this == VERIFY_IDENTITY;
    }

    /** The value of the setting {@code mysql.ssl.mode}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
