package dev.anole.admin.configuration;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands under {@code fillfactor: <percent>:}.
 *
 * @param tables {@code schema.table}, of MySQL or of PostgreSQL, or {@code *} for all
 */
record Fillfactor(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> tables) {
    Fillfactor(@Nullable List<String> tables) {
        this.tables = tables == null ? List.of() : List.copyOf(tables);
    }
}
