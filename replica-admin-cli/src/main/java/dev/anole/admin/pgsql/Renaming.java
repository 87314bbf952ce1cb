package dev.anole.admin.pgsql;

import dev.anole.postgres.catalogue.PostgresName;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives copied objects their new names in statements, as PostgreSQL's own functions render them: every name qualified,
 * literals with their quotes doubled. Other names stay, those of an extension's types in a copied schema too. Immutable.
 */
final class Renaming {

    private static final String IDENTIFIER =
            "(?:\"(?:[^\"]|\"\")+\"|[a-z_\\x{80}-\\x{10ffff}][\\w$\\x{80}-\\x{10ffff}]*)";

    private static final String QUALIFIED = "(" + IDENTIFIER + ")\\.(" + IDENTIFIER + ")";

    /** A literal, which may be the name of a relation, or a qualified name. */
    private static final Pattern TOKEN =
            Pattern.compile("'((?:[^']|'')*)'(::regclass)?|(?<![\\w\"$.])" + QUALIFIED + "|\"(?:[^\"]|\"\")+\"");

    private static final Pattern NAME = Pattern.compile(QUALIFIED);

    private final Map<PostgresName, PostgresName> names;

    Renaming(Map<PostgresName, PostgresName> names) {
        this.names = Map.copyOf(names);
    }

    /** The new name of a copied object. */
    PostgresName of(PostgresName name) {
        return names.getOrDefault(name, name);
    }

    String apply(String statement) {
        return TOKEN.matcher(statement).replaceAll(token -> {
            Matcher found = (Matcher) token;
            if (found.group(3) != null) {
                return Matcher.quoteReplacement(renamed(found.group(), found.group(3), found.group(4)));
            }
            if (found.group(2) == null) {
                return Matcher.quoteReplacement(found.group());
            }
            Matcher name = NAME.matcher(found.group(1).replace("''", "'"));
            return Matcher.quoteReplacement(
                    name.matches()
                            ? "'"
                                    + renamed(name.group(), name.group(1), name.group(2))
                                            .replace("'", "''") + "'::regclass"
                            : found.group());
        });
    }

    private String renamed(String text, String schema, String name) {
        PostgresName renamed = names.get(new PostgresName(plain(schema), plain(name)));
        return renamed == null ? text : renamed.quoted();
    }

    private static String plain(String identifier) {
        return identifier.startsWith("\"")
                ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
                : identifier;
    }
}
