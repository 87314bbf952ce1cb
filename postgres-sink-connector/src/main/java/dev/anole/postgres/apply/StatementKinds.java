package dev.anole.postgres.apply;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.EvolutionException;
import dev.anole.contract.ddl.EvolvedTable;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableEvolution;
import dev.anole.postgres.ddl.Widening;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells what kinds a statement is of. */
final class StatementKinds {

    private StatementKinds() {}

    /**
     * Empty for a statement that the replica cannot follow: no policy makes anything else of it.
     *
     * @param definitions of the tables as they are before it
     */
    static Set<DdlPolicy.Kind> of(SchemaChange change, Function<TableId, Optional<TableDefinition>> definitions) {
        if (change instanceof SchemaChange.CreateTable || change instanceof SchemaChange.CreateTableLike) {
            return replaces(change)
                    ? EnumSet.of(DdlPolicy.Kind.CREATE, DdlPolicy.Kind.DROP)
                    : EnumSet.of(DdlPolicy.Kind.CREATE);
        } else if (change instanceof SchemaChange.DropTables || change instanceof SchemaChange.DropDatabase) {
            return EnumSet.of(DdlPolicy.Kind.DROP);
        } else if (change instanceof SchemaChange.RenameTables) {
            return EnumSet.of(DdlPolicy.Kind.RENAME);
        } else if (change instanceof SchemaChange.Truncate) {
            return EnumSet.of(DdlPolicy.Kind.TRUNCATE);
        } else if (change instanceof SchemaChange.AlterTable alter) {
            Set<DdlPolicy.Kind> kinds = EnumSet.noneOf(DdlPolicy.Kind.class);
            if (alter.renaming() != null) {
                kinds.add(DdlPolicy.Kind.RENAME);
            }
            if (!alter.clauses().isEmpty() || alter.renaming() == null) {
                boolean destroys = definitions
                        .apply(alter.table())
                        .filter(before -> destroys(before, alter))
                        .isPresent();
                kinds.add(destroys ? DdlPolicy.Kind.ALTER_DESTRUCTIVE : DdlPolicy.Kind.ALTER_OTHER);
            }
            return kinds;
        }
        return Set.of();
    }

    private static boolean replaces(SchemaChange change) {
        return change instanceof SchemaChange.CreateTable create && create.orReplace()
                || change instanceof SchemaChange.CreateTableLike like && like.orReplace();
    }

    private static boolean destroys(TableDefinition before, SchemaChange.AlterTable alter) {
        EvolvedTable evolved;
        try {
            evolved = TableEvolution.alter(before, alter);
        } catch (EvolutionException e) {
            // It will be refused for that.
            return false;
        }
        if (!evolved.formerColumns()
                .values()
                .containsAll(
                        before.columns().stream().map(ColumnDefinition::name).toList())) {
            return true;
        }
        return evolved.definition().columns().stream().anyMatch(now -> {
            String former = evolved.formerColumns().get(now.name());
            return former != null
                    && before.column(former)
                            .filter(was -> !Widening.holds(now, was))
                            .isPresent();
        });
    }
}
