package dev.anole.mysql.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * A node of a parse tree, by the grammar's names, which are the same in both grammars. Where a rule's alternatives have
 * labels, a node goes by its label.
 */
final class Tree {

    private static final String SUFFIX = "Context";

    private final ParserRuleContext context;
    private final GrammarText text;

    Tree(ParserRuleContext context, GrammarText text) {
        this.context = context;
        this.text = text;
    }

    /** The rule's, or its alternative's. */
    String name() {
        return name(context);
    }

    private static String name(ParserRuleContext context) {
        String type = context.getClass().getSimpleName();
        return Character.toLowerCase(type.charAt(0)) + type.substring(1, type.length() - SUFFIX.length());
    }

    /** Every child that is a rule's. */
    List<Tree> children() {
        return context.getRuleContexts(ParserRuleContext.class).stream()
                .map(each -> new Tree(each, text))
                .toList();
    }

    List<Tree> children(String name) {
        return children().stream().filter(each -> each.name().equals(name)).toList();
    }

    @Nullable
    Tree child(String name) {
        List<Tree> children = children(name);
        return children.isEmpty() ? null : children.get(0);
    }

    /** A child that the grammar demands. */
    Tree required(String name) {
        Tree child = child(name);
        if (child == null) {
            throw new UntranslatableException(name + " is missing in " + name());
        }
        return child;
    }

    /** The first child that the rule has among these. */
    Optional<Tree> find(String... names) {
        List<String> wanted = List.of(names);
        return children().stream().filter(each -> wanted.contains(each.name())).findFirst();
    }

    /** What stands directly below, not deeper. */
    List<Leaf> words() {
        List<Leaf> words = new ArrayList<>();
        for (ParseTree child : context.children) {
            if (child instanceof TerminalNode terminal) {
                text.leafAt(terminal.getSymbol().getStartIndex()).ifPresent(words::add);
            }
        }
        return words;
    }

    boolean hasWord(String word) {
        return words().stream().anyMatch(each -> each.isWord(word));
    }

    /** All that stands below, in the statement's order. */
    List<Leaf> leaves() {
        List<Leaf> leaves = new ArrayList<>();
        collect(context, leaves);
        return leaves;
    }

    private void collect(ParseTree node, List<Leaf> leaves) {
        if (node instanceof TerminalNode terminal) {
            text.leafAt(terminal.getSymbol().getStartIndex()).ifPresent(leaves::add);
            return;
        }
        for (int child = 0; child < node.getChildCount(); child++) {
            collect(node.getChild(child), leaves);
        }
    }

    /** The first leaf of a kind. */
    Leaf leaf(Leaf.Kind kind) {
        return leaves().stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new UntranslatableException(kind + " is missing in " + name()));
    }

    /** The text of the first name. */
    String identifier() {
        return leaf(Leaf.Kind.NAME).text();
    }

    /** The text of the first string. */
    String string() {
        return leaf(Leaf.Kind.STRING).text();
    }

    /** Whether IF EXISTS or IF NOT EXISTS stands in it. */
    boolean isConditional() {
        return leaves().stream().anyMatch(Leaf::conditional);
    }
}
