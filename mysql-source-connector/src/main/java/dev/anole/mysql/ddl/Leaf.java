package dev.anole.mysql.ddl;

import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.List;

/**
 * What a terminal of the parse tree stands for in the statement.
 *
 * @param text of a word or a symbol as it is, of a name or a string without quotes and escapes, of an expression in
 *     standard quotes
 * @param tokens of an expression; else empty
 * @param conditional whether IF EXISTS or IF NOT EXISTS stands in front of it
 * @param enforced of the expression of a check: false if NOT ENFORCED stands behind it
 */
record Leaf(Kind kind, String text, List<Token> tokens, boolean conditional, boolean enforced) {

    enum Kind {
        WORD,
        NAME,
        STRING,
        SYMBOL,
        EXPRESSION
    }

    Leaf {
        tokens = List.copyOf(tokens);
    }

    static Leaf of(Token token, boolean conditional) {
        Kind kind =
                switch (token.kind()) {
                    case WORD -> Kind.WORD;
                    case QUOTED -> Kind.NAME;
                    case STRING -> Kind.STRING;
                    case SYMBOL -> Kind.SYMBOL;
                };
        return new Leaf(kind, token.text(), List.of(), conditional, true);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
