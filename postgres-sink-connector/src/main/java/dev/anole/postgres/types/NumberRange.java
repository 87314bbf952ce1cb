package dev.anole.postgres.types;

import dev.anole.contract.value.ValueBuffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for a PostgreSQL type that may be too small: rounded as PostgreSQL's casts from numeric do, and refused where
 * they do not fit (PostgreSQL manual, 8.1). Immutable.
 *
 * @param scale decimals that stay
 */
record NumberRange(BigDecimal lowest, BigDecimal highest, int scale) implements ValueConverter {

    /** What stands behind numeric: precision, and scale if there is one. */
    static final Pattern MODIFIER = Pattern.compile("\\(\\s*(\\d+)\\s*(?:,\\s*(-?\\d+)\\s*)?\\)");

    /** Empty for types that take every number, or that are none. */
    static Optional<NumberRange> of(String sqlName, String base) {
        return switch (base) {
            case "smallint", "int2" -> Optional.of(integer(Short.MIN_VALUE, Short.MAX_VALUE));
            case "integer", "int", "int4" -> Optional.of(integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "bigint", "int8" -> Optional.of(integer(Long.MIN_VALUE, Long.MAX_VALUE));
            case "numeric", "decimal" -> {
                Matcher modifier = MODIFIER.matcher(sqlName);
                yield modifier.find()
                        ? Optional.of(numeric(
                                Integer.parseInt(modifier.group(1)),
                                modifier.group(2) == null ? 0 : Integer.parseInt(modifier.group(2))))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static NumberRange integer(long lowest, long highest) {
        return new NumberRange(BigDecimal.valueOf(lowest), BigDecimal.valueOf(highest), 0);
    }

    private static NumberRange numeric(int precision, int scale) {
        BigDecimal most = BigDecimal.ONE
                .scaleByPowerOfTen(precision)
                .subtract(BigDecimal.ONE)
                .scaleByPowerOfTen(-scale);
        return new NumberRange(most.negate(), most, scale);
    }

    @Override
    public @Nullable BadValueKind convert(byte[] bytes, int from, int to, ValueBuffer out) {
        BigDecimal number = new BigDecimal(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        BigDecimal rounded = number.scale() > scale ? number.setScale(scale, RoundingMode.HALF_UP) : number;
        if (rounded.compareTo(lowest) < 0 || rounded.compareTo(highest) > 0) {
            return BadValueKind.NUMBER_OUT_OF_RANGE;
        }
        if (scale == 0) {
            out.append(rounded.setScale(0, RoundingMode.UNNECESSARY).toPlainString());
        } else {
            out.append(bytes, from, to);
        }
        return null;
    }
}
