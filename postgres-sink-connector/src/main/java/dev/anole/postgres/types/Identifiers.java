package dev.anole.postgres.types;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Makes names that PostgreSQL keeps whole (manual, 4.1.1: at most 63 bytes). */
public final class Identifiers {

    /** Bytes of the longest name. */
    public static final int MAX_BYTES = 63;

    private Identifiers() {}

    /**
     * PostgreSQL's name of a table by the rules, where nothing else has it.
     *
     * @param schema that the table's database is mapped to
     */
    public static PostgresName table(String schema, TableId table) {
        return new PostgresName(fit(schema), fit(table.table()));
    }

    /** Two names joined by an underscore; if that is too long, cut and ended by a checksum of the whole. */
    public static String join(String first, String second) {
        return fit(first + "_" + second);
    }

    /** Another name for a part of a table, for where something else has its usual one; always the same. */
    public static String alternative(String name, TableId table, int number) {
        return join(name, Integer.toHexString((table + "/" + name + "/" + number).hashCode()));
    }

    /** The name itself if it fits; else cut, at a character's border, and ended by a checksum of the whole. */
    public static String fit(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return name;
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        String suffix = "_%08x".formatted(checksum.getValue());
        int end = MAX_BYTES - suffix.length();
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + suffix;
    }
}
