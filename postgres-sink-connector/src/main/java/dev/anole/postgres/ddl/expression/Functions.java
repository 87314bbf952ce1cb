package dev.anole.postgres.ddl.expression;

import static java.util.Objects.requireNonNull;

import dev.anole.postgres.ddl.expression.Operand.Family;
import java.util.List;
import java.util.Map;

/** Functions that PostgreSQL has too. */
enum Functions {
    /** Those of which the result is exactly MySQL's. */
    OF_CHECKS {
        @Override
        Operand call(String name, List<Operand> arguments) throws UntranslatableException {
            boolean isLength = name.equals("char_length") || name.equals("character_length");
            if (!isLength || arguments.size() != 1 || arguments.get(0).family() != Family.TEXT) {
                throw new UntranslatableException(name);
            }
            Operand text = arguments.get(0);
            return Operand.ofColumn(
                    Family.LENGTH, "char_length(" + text.sql() + ")", requireNonNull(text.column(), "column"));
        }
    },
    /** Those that never fail and never change, even if the result is a little different: it is used by itself. */
    OF_INDEXES {
        private static final Map<String, String> OF_TEXT = Map.of(
                "lower", "lower",
                "lcase", "lower",
                "upper", "upper",
                "ucase", "upper",
                "trim", "btrim",
                "ltrim", "ltrim",
                "rtrim", "rtrim");
        private static final Map<String, String> OF_DATES =
                Map.of("year", "year", "month", "month", "dayofmonth", "day", "day", "day", "quarter", "quarter");

        @Override
        Operand call(String name, List<Operand> arguments) throws UntranslatableException {
            if (arguments.size() == 1 && arguments.get(0).column() != null) {
                Operand argument = arguments.get(0);
                boolean isDate = argument.family() == Family.DATE || argument.family() == Family.DATETIME;
                if (OF_TEXT.containsKey(name) && argument.family() == Family.TEXT) {
                    return Operand.ofColumn(
                            Family.TEXT,
                            OF_TEXT.get(name) + "(" + argument.sql() + ")",
                            requireNonNull(argument.column()));
                }
                if (OF_DATES.containsKey(name) && isDate) {
                    String field = OF_DATES.get(name);
                    return Operand.exact("EXTRACT(" + field + " FROM " + argument.sql() + ")", 4, 0, null);
                }
            }
            return OF_CHECKS.call(name, arguments);
        }
    };

    abstract Operand call(String name, List<Operand> arguments) throws UntranslatableException;
}
