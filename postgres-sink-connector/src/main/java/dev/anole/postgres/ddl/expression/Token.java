package dev.anole.postgres.ddl.expression;

import java.util.Locale;

/**
 * One word of an expression.
 *
 * @param text a name or a string's content without its quotes; everything else as it is written
 */
record Token(Kind kind, String text) {

    static final Token END = new Token(Kind.END, "");

    enum Kind {
        /** In backticks. */
        NAME,
        /** A keyword, a function's name, or a name without backticks. */
        WORD,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** Keywords do not depend on case. */
    static Token word(String text) {
        return new Token(Kind.WORD, text.toLowerCase(Locale.ROOT));
    }
}
