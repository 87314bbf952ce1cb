package dev.anole.admin.configuration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code skip_events}: by operation, {@code schema.table} or a whole {@code schema} of MySQL's. */
public record SkipEvents(List<String> insert, List<String> update, List<String> delete) {
    public SkipEvents(@Nullable List<String> insert, @Nullable List<String> update, @Nullable List<String> delete) {
        this.insert = insert == null ? List.of() : List.copyOf(insert);
        this.update = update == null ? List.of() : List.copyOf(update);
        this.delete = delete == null ? List.of() : List.copyOf(delete);
    }
}
