package dev.anole.contract.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as MySQL prints them: the fewest decimal digits that read back as the same double and of these the nearest
 * (David Gay's {@code dtoa}, modes 0 and 4), laid out by the rules of {@code my_gcvt} (MySQL source, {@code
 * strings/dtoa.cc}). A FLOAT has the fewest digits that read back as the same float, where MySQL itself prints six.
 */
public final class NumberText {

    /** A decimal of this many digits is the only one of its length that reads back as its double (C's DBL_DIG). */
    private static final int DISTINCT_DIGITS = 15;

    /** So many digits always suffice. */
    private static final int MOST_DIGITS = 17;

    /** The same of a float (C's FLT_DIG). */
    private static final int DISTINCT_FLOAT_DIGITS = 6;

    private static final int MOST_FLOAT_DIGITS = 9;

    private NumberText() {}

    /**
     * A number of JSON, with {@code .0} behind what would look like an integer.
     *
     * @param value finite
     */
    static void appendJson(double value, ValueBuffer out) {
        append(value, ".0", out);
    }

    /**
     * A DOUBLE.
     *
     * @param value finite
     */
    public static void appendDouble(double value, ValueBuffer out) {
        append(value, "", out);
    }

    /**
     * A FLOAT.
     *
     * @param value finite
     */
    public static void appendFloat(float value, ValueBuffer out) {
        if (Float.floatToRawIntBits(value) < 0) {
            out.append('-');
        }
        append(value == 0 ? BigDecimal.ZERO : shortest(Math.abs(value)), "", out);
    }

    private static void append(double value, String behindWhole, ValueBuffer out) {
        if (Double.doubleToRawLongBits(value) < 0) {
            out.append('-');
        }
        append(value == 0 ? BigDecimal.ZERO : shortest(Math.abs(value)), behindWhole, out);
    }

    private static void append(BigDecimal value, String behindWhole, ValueBuffer out) {
        if (value.signum() == 0) {
            out.append('0');
            out.append(behindWhole);
            return;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        append(digits, digits.length() - shortest.scale(), behindWhole, out);
    }

    /** The number {@code 0.digits} times ten to the power of {@code point}. */
    private static void append(String digits, int point, String behindWhole, ValueBuffer out) {
        int count = digits.length();
        if (point <= -DISTINCT_DIGITS || (point > DISTINCT_DIGITS && point >= count)) {
            out.append(digits.charAt(0));
            if (count > 1) {
                out.append('.');
                out.append(digits.substring(1));
            }
            out.append('e');
            out.appendLong(point - 1);
        } else if (point <= 0) {
            out.append("0.");
            out.appendDigits(0, -point);
            out.append(digits);
        } else if (point < count) {
            out.append(digits.substring(0, point));
            out.append('.');
            out.append(digits.substring(point));
        } else {
            out.append(digits);
            out.appendDigits(0, point - count);
            out.append(behindWhole);
        }
    }

    /**
     * Before Java 19 {@link Double#toString} reads back as the same double, but is not always the shortest text. Where
     * it has few enough digits there can be no other; subnormal doubles are too coarse for that.
     */
    private static BigDecimal shortest(double value) {
        boolean subnormal = value < Double.MIN_NORMAL;
        if (!subnormal) {
            BigDecimal candidate = new BigDecimal(Double.toString(value)).stripTrailingZeros();
            if (candidate.precision() <= DISTINCT_DIGITS) {
                return candidate;
            }
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = subnormal ? 1 : DISTINCT_DIGITS; digits < MOST_DIGITS; digits++) {
            BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean belowReadsBack = below.doubleValue() == value;
            boolean aboveReadsBack = above.doubleValue() == value;
            if (belowReadsBack && aboveReadsBack) {
                return nearer(below, exact, above);
            }
            if (belowReadsBack || aboveReadsBack) {
                return belowReadsBack ? below : above;
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** As {@link #shortest(double)} for floats. */
    private static BigDecimal shortest(float value) {
        boolean subnormal = value < Float.MIN_NORMAL;
        if (!subnormal) {
            BigDecimal candidate = new BigDecimal(Float.toString(value)).stripTrailingZeros();
            if (candidate.precision() <= DISTINCT_FLOAT_DIGITS) {
                return candidate;
            }
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = subnormal ? 1 : DISTINCT_FLOAT_DIGITS; digits < MOST_FLOAT_DIGITS; digits++) {
            BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean belowReadsBack = below.floatValue() == value;
            boolean aboveReadsBack = above.floatValue() == value;
            if (belowReadsBack && aboveReadsBack) {
                return nearer(below, exact, above);
            }
            if (belowReadsBack || aboveReadsBack) {
                return belowReadsBack ? below : above;
            }
        }
        return exact.round(new MathContext(MOST_FLOAT_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** The even one of two that are equally near. */
    private static BigDecimal nearer(BigDecimal below, BigDecimal exact, BigDecimal above) {
        int order = exact.subtract(below).compareTo(above.subtract(exact));
        if (order == 0) {
            BigInteger digits = below.unscaledValue();
            return digits.testBit(0) ? above : below;
        }
        return order < 0 ? below : above;
    }
}
