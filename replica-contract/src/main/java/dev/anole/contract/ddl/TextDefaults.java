package dev.anole.contract.ddl;

import static java.util.Objects.requireNonNull;

/** Character set and collation, by MySQL's names, of text that names none itself. */
public record TextDefaults(String characterSet, String collation) {
    public TextDefaults {
        requireNonNull(characterSet, "characterSet");
        requireNonNull(collation, "collation");
    }
}
