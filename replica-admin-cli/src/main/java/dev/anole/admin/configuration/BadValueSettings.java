package dev.anole.admin.configuration;

import dev.anole.postgres.types.BadValueKind;
import dev.anole.postgres.types.BadValuePolicies;
import dev.anole.postgres.types.BadValuePolicy;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code bad_values}: what becomes of values that PostgreSQL cannot hold, by kind.
 *
 * @param key for columns of the key
 */
public record BadValueSettings(
        @Nullable BadValueRule zeroDate,
        @Nullable BadValueRule timeOutOfRange,
        @Nullable BadValueRule nulCharacter,
        @Nullable BadValueRule invalidText,
        @Nullable BadValueRule numberOutOfRange,
        @Nullable BadValueRule enumIndexZero,
        @Nullable BadValueRule key) {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    public BadValueSettings {
        if (key != null && !key.policy().keepsKeys()) {
            throw new IllegalArgumentException(
                    "key must be fail or discard_row: with replaced values two keys could become one");
        }
        require(zeroDate, "zero_date", "a date or a date with its time, 1970-01-01 or 1970-01-01 00:00:00", text -> {
            LocalDate date = DATE.matcher(text).matches()
                    ? LocalDate.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T')).toLocalDate();
            return date.getYear() > 0;
        });
        require(timeOutOfRange, "time_out_of_range", "a time of day, 00:00:00", text -> {
            LocalTime.parse(text);
            return text.length() >= "00:00:00".length();
        });
        require(numberOutOfRange, "number_out_of_range", "a number", text -> {
            new BigDecimal(text);
            return true;
        });
        require(enumIndexZero, "enum_index_zero", "null, discard_row or fail", text -> false);
        require(nulCharacter, "nul_character", "at most one character", BadValueSettings::isCharacter);
        require(invalidText, "invalid_text", "at most one character", BadValueSettings::isCharacter);
    }

    static BadValueSettings defaults() {
        return new BadValueSettings(null, null, null, null, null, null, null);
    }

    private interface Check {
        boolean accepts(String replacement);
    }

    private static void require(@Nullable BadValueRule rule, String key, String wanted, Check check) {
        String replacement = rule == null ? null : rule.policy().replacement();
        if (replacement == null) {
            return;
        }
        boolean accepted;
        try {
            accepted = check.accepts(replacement);
        } catch (DateTimeException | NumberFormatException e) {
            accepted = false;
        }
        if (!accepted) {
            throw new IllegalArgumentException(
                    key + " has the replacement \"" + replacement + "\", it must be " + wanted);
        }
    }

    private static boolean isCharacter(String text) {
        return text.codePointCount(0, text.length()) <= 1 && text.chars().noneMatch(Character::isISOControl);
    }

    public BadValuePolicies policies() {
        Map<BadValueKind, BadValuePolicy> policies = new EnumMap<>(BadValueKind.class);
        for (BadValueKind kind : BadValueKind.values()) {
            BadValueRule rule =
                    switch (kind) {
                        case ZERO_DATE -> zeroDate;
                        case TIME_OUT_OF_RANGE -> timeOutOfRange;
                        case NUL_CHARACTER -> nulCharacter;
                        case INVALID_TEXT -> invalidText;
                        case NUMBER_OUT_OF_RANGE -> numberOutOfRange;
                        case ENUM_INDEX_ZERO -> enumIndexZero;
                    };
            if (rule != null) {
                policies.put(kind, rule.policy());
            }
        }
        return new BadValuePolicies(policies, key == null ? null : key.policy());
    }
}
