package dev.anole.contract.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A JSON number with a fraction or exponent, as MySQL prints it: the fewest decimal digits that read back as the same
 * double and of these the nearest (David Gay's {@code dtoa}, modes 0 and 4), laid out by the rules of {@code my_gcvt}
 * (MySQL source, {@code strings/dtoa.cc}), {@code .0} behind whole numbers.
 */
final class JsonDouble {

    /** A decimal of this many digits is the only one of its length that reads back as its double (C's DBL_DIG). */
    private static final int DISTINCT_DIGITS = 15;

    /** So many digits always suffice. */
    private static final int MOST_DIGITS = 17;

    private JsonDouble() {}

    /** @param value finite */
    static void append(double value, ValueBuffer out) {
        if (Double.doubleToRawLongBits(value) < 0) {
            out.append('-');
        }
        if (value == 0) {
            out.append("0.0");
            return;
        }
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        append(digits, digits.length() - shortest.scale(), out);
    }

    /** The number {@code 0.digits} times ten to the power of {@code point}. */
    private static void append(String digits, int point, ValueBuffer out) {
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
            out.append(".0");
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
