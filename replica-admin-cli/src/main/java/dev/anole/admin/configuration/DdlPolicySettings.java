package dev.anole.admin.configuration;

import dev.anole.postgres.apply.DdlPolicy;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ddl_policy}: what becomes of MySQL's DDL statements, by kind; null for what is applied. */
public record DdlPolicySettings(
        DdlPolicy.@Nullable Action create,
        DdlPolicy.@Nullable Action drop,
        DdlPolicy.@Nullable Action rename,
        DdlPolicy.@Nullable Action truncate,
        DdlPolicy.@Nullable Action alterDestructive,
        DdlPolicy.@Nullable Action alterOther) {

    static DdlPolicySettings defaults() {
        return new DdlPolicySettings(null, null, null, null, null, null);
    }

    public DdlPolicy policy() {
        Map<DdlPolicy.Kind, DdlPolicy.Action> actions = new EnumMap<>(DdlPolicy.Kind.class);
        for (DdlPolicy.Kind kind : DdlPolicy.Kind.values()) {
            DdlPolicy.Action action =
                    switch (kind) {
                        case CREATE -> create;
                        case DROP -> drop;
                        case RENAME -> rename;
                        case TRUNCATE -> truncate;
                        case ALTER_DESTRUCTIVE -> alterDestructive;
                        case ALTER_OTHER -> alterOther;
                    };
            if (action != null) {
                actions.put(kind, action);
            }
        }
        return new DdlPolicy(actions);
    }
}
