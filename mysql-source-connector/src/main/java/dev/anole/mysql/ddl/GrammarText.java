package dev.anole.mysql.ddl;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A statement's text for the grammar, and what each piece of it stands for. Names, strings and expressions are
 * placeholders in it, so that nothing in them can mislead the grammar's lexer.
 */
final class GrammarText {

    /** For a name: any that no keyword can be. */
    static final String NAME = "`n`";

    static final String STRING = "'s'";

    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Leaf> leaves = new HashMap<>();

    /** Appends one or more of the grammar's tokens, of which the first one stands for the leaf. */
    void append(String rendered, Leaf leaf) {
        text.append(' ');
        leaves.put(text.length(), leaf);
        text.append(rendered);
    }

    /** What stands where a token of the grammar begins; empty if an earlier token stands for it. */
    Optional<Leaf> leafAt(int start) {
        return Optional.ofNullable(leaves.get(start));
    }

    void append(GrammarText other) {
        other.leaves.forEach((start, leaf) -> leaves.put(text.length() + start, leaf));
        text.append(other.text);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
