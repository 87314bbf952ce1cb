package dev.anole.postgres.types;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the values of one table that PostgreSQL cannot hold.
 *
 * @param policies by kind; kinds that are missing have the {@linkplain #byDefault default}
 * @param key for columns of the key, where a kind's policy would replace the value
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BadValuePolicies(
        Map<BadValueKind, BadValuePolicy> policies,
        @JsonProperty("key") BadValuePolicy key) {

    public static final BadValuePolicies DEFAULTS = new BadValuePolicies(Map.of(), null);

    public BadValuePolicies(@Nullable Map<BadValueKind, BadValuePolicy> policies, @Nullable BadValuePolicy key) {
        this.policies = policies == null ? Map.of() : Map.copyOf(policies);
        this.key = key == null ? BadValuePolicy.FAIL : key;
        if (!this.key.keepsKeys()) {
            throw new IllegalArgumentException("values of a key cannot be replaced");
        }
    }

    /** Of a kind that the configuration does not name: the row stays. */
    public static BadValuePolicy byDefault(BadValueKind kind) {
        return switch (kind) {
            case ZERO_DATE, TIME_OUT_OF_RANGE, NUMBER_OUT_OF_RANGE, ENUM_INDEX_ZERO -> BadValuePolicy.NULL;
            case NUL_CHARACTER -> BadValuePolicy.replaceBy("");
            case INVALID_TEXT -> BadValuePolicy.replaceBy("\uFFFD");
        };
    }

    /**
     * Whether a table that was written by other policies can go on with these: only of what failed before there is
     * nothing in PostgreSQL that would look otherwise by now.
     */
    public boolean mayFollow(BadValuePolicies before) {
        for (boolean inKey : new boolean[] {false, true}) {
            Map<BadValueKind, BadValuePolicy> old = before.of(inKey);
            for (Map.Entry<BadValueKind, BadValuePolicy> now : of(inKey).entrySet()) {
                BadValuePolicy former = old.get(now.getKey());
                if (!now.getValue().equals(former) && !BadValuePolicy.FAIL.equals(former)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** For each kind, in columns of the key or in others. */
    Map<BadValueKind, BadValuePolicy> of(boolean inKey) {
        Map<BadValueKind, BadValuePolicy> all = new EnumMap<>(BadValueKind.class);
        for (BadValueKind kind : BadValueKind.values()) {
            BadValuePolicy policy = policies.getOrDefault(kind, byDefault(kind));
            all.put(kind, inKey && !policy.keepsKeys() ? key : policy);
        }
        return all;
    }
}
