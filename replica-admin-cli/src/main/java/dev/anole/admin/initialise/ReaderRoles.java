package dev.anole.admin.initialise;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceType;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.TableProperties;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The roles of {@code grant_select_to}. */
public final class ReaderRoles {

    private ReaderRoles() {}

    /** The source's table properties, with those roles that PostgreSQL has; the others are warned of. */
    public static TableProperties properties(
            TargetDatabase database, Configuration configuration, ReplicaSource source, Consumer<String> warn)
            throws SQLException {
        // Tables that keep their definitions keep their privileges.
        List<String> roles = source.settings().keepExistingSchema()
                ? List.of()
                : source.settings().grantSelectTo();
        Set<String> known = roles.isEmpty() ? Set.of() : database.roles();
        roles.stream()
                .filter(role -> !known.contains(role))
                .forEach(role -> warn.accept(
                        "PostgreSQL has no role " + role + ", which grant_select_to names. Create it, and run "
                                + (source.settings().type() == SourceType.PGSQL
                                        ? "init-replica again."
                                        : "sync-tables for any table of the source.")));
        return new TableProperties(roles.stream().filter(known::contains).toList(), configuration.rules(source));
    }
}
