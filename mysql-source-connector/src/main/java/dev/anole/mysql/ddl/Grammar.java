package dev.anole.mysql.ddl;

import dev.anole.contract.ddl.Dialect;
import io.debezium.ddl.parser.mariadb.generated.MariaDBLexer;
import io.debezium.ddl.parser.mariadb.generated.MariaDBParser;
import io.debezium.ddl.parser.mysql.legacy.MySqlLexer;
import io.debezium.ddl.parser.mysql.legacy.MySqlParser;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.ParserATNSimulator;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** Parses with the grammar of a dialect. Its classes differ by the dialect, its rules hardly. */
final class Grammar {

    private Grammar() {}

    /** @throws UntranslatableException if the grammar does not know the statement */
    static Tree parse(Dialect dialect, GrammarText text) {
        ParserRuleContext statement =
                switch (dialect) {
                    case MYSQL ->
                        parse(
                                new MySqlLexer(CharStreams.fromString(text.toString())),
                                MySqlParser::new,
                                MySqlParser::sqlStatement);
                    case MARIADB ->
                        parse(
                                new MariaDBLexer(CharStreams.fromString(text.toString())),
                                MariaDBParser::new,
                                MariaDBParser::sqlStatement);
                };
        return new Tree(statement, text);
    }

    /** The fast prediction first, which now and then misses what the full one finds. */
    private static <P extends Parser> ParserRuleContext parse(
            Lexer lexer, Function<CommonTokenStream, P> parsers, Function<P, ? extends ParserRuleContext> rule) {
        Failures failures = new Failures();
        lexer.removeErrorListeners();
        lexer.addErrorListener(failures);
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        P parser = parsers.apply(tokens);
        ParserATNSimulator interpreter = parser.getInterpreter();
        parser.removeErrorListeners();
        interpreter.setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new BailErrorStrategy());
        ParserRuleContext statement;
        try {
            statement = rule.apply(parser);
        } catch (ParseCancellationException e) {
            tokens.seek(0);
            parser.reset();
            interpreter.setPredictionMode(PredictionMode.LL);
            parser.setErrorHandler(new DefaultErrorStrategy());
            parser.addErrorListener(failures);
            statement = rule.apply(parser);
        }
        if (failures.first == null && tokens.LA(1) != org.antlr.v4.runtime.Token.EOF) {
            failures.first = "it does not expect \"" + tokens.LT(1).getText() + "\"";
        }
        if (failures.first != null) {
            throw new UntranslatableException("the grammar does not know this statement: " + failures.first);
        }
        return statement;
    }

    /** Keeps the first error's message. */
    private static final class Failures extends BaseErrorListener {

        private @Nullable String first;

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                @Nullable Object symbol,
                int line,
                int column,
                String message,
                @Nullable RecognitionException cause) {
            if (first == null) {
                first = message;
            }
        }
    }
}
