package dev.anole.contract.value;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The character sets of collations, by the ids that the binlog names them by, which never change. */
public final class CollationIds {

    /** MariaDB's collations that do not pad have the id of the one that does, and this bit. */
    private static final int NO_PAD = 1 << 10;

    private static final Map<Integer, String> CHARACTER_SETS = read();

    private CollationIds() {}

    /** MySQL's name of the character set; empty for an id that is not known. */
    public static Optional<String> characterSet(int collation) {
        return Optional.ofNullable(CHARACTER_SETS.get(collation < 2 * NO_PAD ? collation & ~NO_PAD : collation));
    }

    private static Map<Integer, String> read() {
        Map<Integer, String> characterSets = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                requireNonNull(CollationIds.class.getResourceAsStream("collation-ids.txt"), "collation-ids.txt"),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    add(line.split(" ", -1), characterSets);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the ids of collations", e);
        }
        return Map.copyOf(characterSets);
    }

    private static void add(String[] words, Map<Integer, String> characterSets) {
        for (int i = 1; i < words.length; i++) {
            String[] range = words[i].split("-", -1);
            int last = Integer.parseInt(range[range.length - 1]);
            for (int id = Integer.parseInt(range[0]); id <= last; id++) {
                characterSets.put(id, words[0]);
            }
        }
    }
}
