package dev.anole.admin.configuration;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code type_override}: which columns get which type of PostgreSQL's in the place of the usual one. Immutable. */
public final class TypeOverrides {

    private static final String ALL = "*";
    /** MySQL has them no more since 8.0.19, but for {@code tinyint(1)} (manual, 13.1.6). */
    private static final Pattern DISPLAY_WIDTH =
            Pattern.compile("\\b(tinyint|smallint|mediumint|int|integer|bigint)\\((\\d+)\\)");

    private final Map<String, TypeOverrideSettings> byColumnType = new LinkedHashMap<>();

    /** @param settings by MySQL's column type */
    public TypeOverrides(Map<String, TypeOverrideSettings> settings) {
        settings.forEach((columnType, override) -> byColumnType.put(normal(columnType), override));
    }

    /** Without display widths, and without the difference of cases but in labels. */
    private static String normal(String columnType) {
        int quote = columnType.indexOf('\'');
        String words = quote < 0 ? columnType : columnType.substring(0, quote);
        String normal = DISPLAY_WIDTH
                .matcher(words.strip().toLowerCase(Locale.ROOT))
                .replaceAll(match -> match.group().equals("tinyint(1)") ? "tinyint(1)" : match.group(1));
        return quote < 0 ? normal.replace(", ", ",") : normal + columnType.substring(quote);
    }

    /** PostgreSQL's types that are given, as the file names them. */
    public Set<String> types() {
        return byColumnType.values().stream()
                .map(TypeOverrideSettings::overrideTo)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The type that a column gets; empty for the usual one.
     *
     * @param columnType MySQL's exact column type
     */
    public Optional<String> of(TableId table, PostgresName name, String columnType) {
        return Optional.ofNullable(byColumnType.get(normal(columnType)))
                .filter(override -> override.overrideTables().stream()
                        .anyMatch(entry -> entry.equals(ALL)
                                || entry.equals(table.toString())
                                || entry.equals(name.schema() + "." + name.name())))
                .map(TypeOverrideSettings::overrideTo);
    }
}
