package dev.anole.postgres.ddl.expression;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.postgres.ddl.expression.Operand.Family;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Comparisons of which PostgreSQL's result is MySQL's, or true where MySQL's is. */
final class Comparisons {

    private static final Set<String> COUNTED_ALIKE = Set.of("utf8mb4", "utf8mb3", "utf8", "latin1", "ascii");

    private final Function<ColumnDefinition, Fidelity> fidelity;

    Comparisons(Function<ColumnDefinition, Fidelity> fidelity) {
        this.fidelity = fidelity;
    }

    /**
     * @param operator {@code =}, {@code <>}, {@code <}, {@code <=}, {@code >} or {@code >=}
     * @param positive whether the comparison stands below an even number of NOTs
     */
    Operand compare(Operand left, String operator, Operand right, boolean positive) throws UntranslatableException {
        if (left.isConstant() && !right.isConstant()) {
            return compare(right, mirrored(operator), left, positive);
        }
        requireKept(left, operator, right, positive);
        requireKept(right, mirrored(operator), left, positive);
        return switch (left.family()) {
            case NUMBER -> numbers(left, operator, right);
            case FLOAT -> approximate(left, operator, right);
            case LENGTH -> require(right.family() == Family.NUMBER && right.isConstant(), left, operator, right);
            case YEAR -> require(right.family() == Family.YEAR || isWholeYear(right), left, operator, right);
            case DATE, DATETIME -> dates(left, operator, right);
            case TIME -> times(left, operator, right);
            case TEXT -> texts(left, operator, right);
            case ENUM -> labels(left, operator, right);
            case STRING, BOOLEAN -> throw new UntranslatableException(left.sql());
        };
    }

    /** Where a value may be another one in PostgreSQL, only what stays true then may be asked of it. */
    private void requireKept(Operand operand, String operator, Operand other, boolean positive)
            throws UntranslatableException {
        ColumnDefinition column = operand.column();
        boolean mayShrink = operand.family() == Family.LENGTH && column != null && mayShrink(column);
        if (column == null || !fidelity.apply(column).mayDiffer() && !mayShrink) {
            return;
        }
        boolean asksEquality = operator.equals(positive ? "=" : "<>");
        boolean asksShortness = (operator.startsWith("<") == positive) && !operator.equals("<>");
        boolean kept =
                switch (operand.family()) {
                    // The replaced value was not equal before.
                    case TEXT -> asksEquality && (other.isConstant() || other.family() == Family.TEXT);
                    case ENUM -> asksEquality;
                    case LENGTH -> asksShortness && !operator.equals("=");
                    default -> false;
                };
        if (!kept) {
            throw new UntranslatableException(column.name());
        }
    }

    /** A writing session may fill CHAR up with spaces; some character sets count pairs of surrogates as two. */
    private static boolean mayShrink(ColumnDefinition column) {
        return column.dataType() == DataType.CHAR || !COUNTED_ALIKE.contains(String.valueOf(column.characterSet()));
    }

    private static Operand numbers(Operand left, String operator, Operand right) throws UntranslatableException {
        if (right.family() == Family.FLOAT) {
            return approximate(left, operator, right);
        }
        return require(right.family() == Family.NUMBER, left, operator, right);
    }

    private static Operand approximate(Operand left, String operator, Operand right) throws UntranslatableException {
        if (right.family() != Family.NUMBER && right.family() != Family.FLOAT) {
            throw new UntranslatableException(right.sql());
        }
        return bool(asDouble(left), operator, asDouble(right));
    }

    private static String asDouble(Operand operand) {
        return "(" + operand.sql() + ")::double precision";
    }

    /** Years of fewer digits mean others. */
    private static boolean isWholeYear(Operand operand) {
        return operand.family() == Family.NUMBER
                && operand.isConstant()
                && requireNonNull(operand.literal()).matches("(19|20|21)\\d\\d");
    }

    private static Operand dates(Operand left, String operator, Operand right) throws UntranslatableException {
        boolean columns = right.family() == Family.DATE || right.family() == Family.DATETIME;
        if (columns && !right.isConstant()) {
            return bool(left.sql(), operator, right.sql());
        }
        String literal = right.literal();
        if (literal == null || right.family() == Family.NUMBER) {
            throw new UntranslatableException(right.sql());
        }
        if (right.family() != Family.DATETIME && TemporalLiterals.isDate(literal)) {
            return bool(left.sql(), operator, Operand.quoted(literal) + "::date");
        }
        if (right.family() != Family.DATE && TemporalLiterals.isDateTime(literal)) {
            return bool(left.sql(), operator, Operand.quoted(literal) + "::timestamp");
        }
        throw new UntranslatableException(literal);
    }

    private static Operand times(Operand left, String operator, Operand right) throws UntranslatableException {
        if (right.family() == Family.TIME && !right.isConstant()) {
            return bool(left.sql(), operator, right.sql());
        }
        String literal = right.literal();
        boolean isTime = right.family() == Family.TIME || right.family() == Family.STRING;
        if (literal == null || !isTime || !TemporalLiterals.isTime(literal)) {
            throw new UntranslatableException(right.sql());
        }
        return bool(left.sql(), operator, Operand.quoted(literal) + "::time");
    }

    /** By code points only; in most such collations, spaces at the end do not count. */
    private static Operand texts(Operand left, String operator, Operand right) throws UntranslatableException {
        String collation = collation(left);
        boolean isEquality = operator.equals("=") || operator.equals("<>");
        boolean byCodePoints = collation.endsWith("_bin");
        boolean alike = right.family() == Family.STRING
                || right.family() == Family.TEXT && collation(right).equals(collation);
        if (!isEquality || !byCodePoints || !alike) {
            throw new UntranslatableException(left.sql());
        }
        if (collation.endsWith("_0900_bin") || collation.endsWith("_nopad_bin")) {
            return bool(left.sql(), operator, right.sql());
        }
        String constant = right.literal();
        String trimmed =
                constant == null ? "rtrim(" + right.sql() + ", ' ')" : Operand.quoted(constant.replaceAll(" +$", ""));
        return bool("rtrim(" + left.sql() + ", ' ')", operator, trimmed);
    }

    private static String collation(Operand operand) {
        String collation = requireNonNull(operand.column(), "column").collation();
        return collation == null ? "" : collation.toLowerCase(Locale.ROOT);
    }

    /** Two labels of an ENUM differ by its collation, so that a constant which is one stands for no other. */
    private static Operand labels(Operand left, String operator, Operand right) throws UntranslatableException {
        ColumnDefinition column = requireNonNull(left.column(), "column");
        boolean isEquality = operator.equals("=") || operator.equals("<>");
        if (!isEquality
                || column.dataType() != DataType.ENUM
                || right.family() != Family.STRING
                || !column.labels().contains(right.literal())) {
            throw new UntranslatableException(left.sql());
        }
        return bool(left.sql() + "::text", operator, right.sql());
    }

    private static Operand require(boolean comparable, Operand left, String operator, Operand right)
            throws UntranslatableException {
        if (!comparable) {
            throw new UntranslatableException(right.sql());
        }
        return bool(left.sql(), operator, right.sql());
    }

    private static Operand bool(String left, String operator, String right) {
        return Operand.bool("(" + left + " " + operator + " " + right + ")");
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case ">" -> "<";
            case "<=" -> ">=";
            case ">=" -> "<=";
            default -> operator;
        };
    }
}
