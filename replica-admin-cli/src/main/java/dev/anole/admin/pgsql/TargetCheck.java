package dev.anole.admin.pgsql;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** That the target can have what is copied, which is asked before anything is changed. */
final class TargetCheck {

    private final Connection target;
    private final SourcePlan plan;

    TargetCheck(Connection target, SourcePlan plan) {
        this.target = target;
        this.plan = plan;
    }

    /**
     * Checks types and names.
     *
     * @param names gives the source's objects their names on the target
     * @throws AdminException naming all that is missing or in the way
     */
    void require(Renaming names, FormerTables former) throws SQLException {
        List<String> problems = new ArrayList<>();
        for (SourceType type : plan.foreignTypes()) {
            if (!is("SELECT to_regtype(?) IS NOT NULL", type.name())) {
                problems.add("The target lacks the type " + type.name() + ": "
                        + (type.extension().isEmpty()
                                ? "it is neither an enum nor a domain of a mapped schema, so create it there."
                                : "run CREATE EXTENSION " + PostgresName.quote(type.extension()) + " SCHEMA "
                                        + PostgresName.quote(type.name().schema()) + " there."));
            }
        }
        List<PostgresName> relations = new ArrayList<>();
        plan.tables().forEach(table -> relations.add(table.target()));
        plan.sequences().stream()
                .filter(SourceSequence::standsAlone)
                .forEach(sequence -> relations.add(names.of(sequence.name())));
        for (PostgresName relation : relations) {
            if (!former.has(relation) && is("SELECT to_regclass(?) IS NOT NULL", relation)) {
                problems.add(inTheWay(relation));
            }
        }
        for (SourceType type : plan.types()) {
            PostgresName name = names.of(type.name());
            if (!former.has(name) && is("SELECT to_regtype(?) IS NOT NULL", name)) {
                problems.add(inTheWay(name));
            }
        }
        target.rollback();
        if (!problems.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The target cannot take the tables as it is:\n  " + String.join("\n  ", problems),
                    "Mend that, or leave tables out by skip_tables. Nothing was copied or changed.");
        }
    }

    private static String inTheWay(PostgresName name) {
        return "The target has " + name + " already, which is not of this source: drop or rename it.";
    }

    private boolean is(String sql, PostgresName name) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setString(1, name.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
