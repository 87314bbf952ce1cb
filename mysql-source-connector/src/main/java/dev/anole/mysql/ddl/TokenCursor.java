package dev.anole.mysql.ddl;

import dev.anole.mysql.ddl.SqlTokenizer.Kind;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tokens of a statement and writes the text for the grammar. What it writes can be put aside, to be written
 * later. Not safe for use by several threads.
 */
final class TokenCursor {

    private static final int LOOKS = 10_000;
    private static final int LOOKS_PER_TOKEN = 1_000;

    private final List<Token> tokens;
    private int looks;
    private int at;
    private boolean conditional;
    private GrammarText out = new GrammarText();

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    GrammarText text() {
        return out;
    }

    /** Takes what has been written since the last call. */
    GrammarText take() {
        GrammarText taken = out;
        out = new GrammarText();
        return taken;
    }

    boolean atEnd() {
        return at >= tokens.size() || isSymbol(';');
    }

    boolean hasNext(int offset) {
        return peek(offset) != null;
    }

    /** Goes to the end. */
    void skipRest() {
        at = tokens.size();
    }

    /** Whether the clause, or a list in brackets, ends here. */
    boolean atClauseEnd() {
        return atEnd() || isSymbol(',') || isSymbol(')');
    }

    private @Nullable Token peek(int offset) {
        if (++looks > LOOKS + LOOKS_PER_TOKEN * tokens.size()) {
            // Of a form that no part of a statement takes in; a source that waits for ever is the worst answer.
            throw new UntranslatableException("its form is not known");
        }
        return at + offset < tokens.size() ? tokens.get(at + offset) : null;
    }

    boolean isWord(String word) {
        return isWord(0, word);
    }

    boolean isWord(int offset, String word) {
        Token token = peek(offset);
        return token != null && token.isWord(word);
    }

    /** Whether these words are next. */
    boolean areWords(String... words) {
        for (int offset = 0; offset < words.length; offset++) {
            if (!isWord(offset, words[offset])) {
                return false;
            }
        }
        return true;
    }

    boolean isAny(Set<String> words) {
        return isAny(0, words);
    }

    boolean isAny(int offset, Set<String> words) {
        Token token = peek(offset);
        return token != null
                && token.kind() == Kind.WORD
                && words.contains(token.text().toUpperCase(Locale.ROOT));
    }

    boolean isSymbol(char symbol) {
        return isSymbol(0, symbol);
    }

    boolean isSymbol(int offset, char symbol) {
        Token token = peek(offset);
        return token != null && token.isSymbol(symbol);
    }

    boolean isName() {
        Token token = peek(0);
        return token != null && token.isName();
    }

    Token next() {
        Token token = peek(0);
        if (token == null) {
            throw new UntranslatableException("the statement ends early");
        }
        at++;
        return token;
    }

    void skip(int count) {
        at = Math.min(at + count, tokens.size());
    }

    boolean skipWord(String word) {
        boolean found = isWord(word);
        skip(found ? 1 : 0);
        return found;
    }

    boolean skipSymbol(char symbol) {
        boolean found = isSymbol(symbol);
        skip(found ? 1 : 0);
        return found;
    }

    /** Skips IF EXISTS or IF NOT EXISTS; what is written next is conditional. */
    void existence() {
        if (areWords("IF", "EXISTS")) {
            skip(2);
            conditional = true;
        } else if (areWords("IF", "NOT", "EXISTS")) {
            skip(3);
            conditional = true;
        }
    }

    /** Writes the next token as it is. */
    void copy() {
        Token token = next();
        switch (token.kind()) {
            case WORD -> {
                boolean plain = token.text().chars().allMatch(each -> each < 0x80);
                write(plain ? token.text() : GrammarText.NAME, leaf(token));
            }
            case QUOTED -> write(GrammarText.NAME, leaf(token));
            case STRING -> write(GrammarText.STRING, leaf(token));
            case SYMBOL -> write(token.text(), leaf(token));
        }
    }

    void copy(int count) {
        for (int copied = 0; copied < count; copied++) {
            copy();
        }
    }

    boolean copyWord(String word) {
        boolean found = isWord(word);
        copy(found ? 1 : 0);
        return found;
    }

    /** Writes the next token, for the grammar in other words. */
    void copyAs(String rendered) {
        write(rendered, leaf(next()));
    }

    /** Writes the next token for a name, though it may be one of the grammar's keywords. */
    void name() {
        Token token = next();
        if (token.kind() == Kind.SYMBOL) {
            throw new UntranslatableException("a name is missing before \"" + token.text() + "\"");
        }
        write(GrammarText.NAME, new Leaf(Leaf.Kind.NAME, token.text(), List.of(), takeConditional(), true));
    }

    /** Writes a table's name, which may have a database's and a dot in front of it. */
    void tableName() {
        skipSymbol('.');
        name();
        if (isSymbol('.')) {
            copy();
            name();
        }
    }

    /** Writes what stands in brackets, brackets included. */
    void brackets() {
        copy();
        while (!isSymbol(')')) {
            if (isSymbol('(')) {
                brackets();
            } else {
                copy();
            }
        }
        copy();
    }

    /** Takes what stands in brackets, without them. */
    List<Token> takeBrackets() {
        next();
        List<Token> inside = new ArrayList<>();
        for (int depth = 1; depth > 0; ) {
            Token token = next();
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            inside.add(token);
        }
        return inside.subList(0, inside.size() - 1);
    }

    /** Writes an expression in brackets. */
    void expression(List<Token> expression, boolean enforced) {
        Leaf leaf =
                new Leaf(Leaf.Kind.EXPRESSION, ExpressionText.of(expression), expression, takeConditional(), enforced);
        write("( " + GrammarText.NAME + " )", leaf);
    }

    void write(String rendered, Leaf leaf) {
        out.append(rendered, leaf);
    }

    private Leaf leaf(Token token) {
        return Leaf.of(token, takeConditional());
    }

    private boolean takeConditional() {
        boolean taken = conditional;
        conditional = false;
        return taken;
    }
}
