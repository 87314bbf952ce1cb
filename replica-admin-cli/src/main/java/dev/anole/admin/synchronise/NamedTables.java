package dev.anole.admin.synchronise;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables by name.
 *
 * @param names each {@code schema.table}, as MySQL has it
 */
public record NamedTables(List<String> names) implements TableChoice {

    public NamedTables {
        names = names.stream().distinct().toList();
    }

    @Override
    public Chosen choose(KnownTables known) {
        List<TableDefinition> joining = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            Optional<TableDefinition> table = known.joining(name);
            table.ifPresentOrElse(joining::add, () -> problems.add(known.whyNot(name)));
        }
        if (!problems.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    problems.size() == 1
                            ? problems.get(0)
                            : "Some tables cannot be copied:"
                                    + problems.stream()
                                            .map(problem -> "\n  " + problem)
                                            .collect(joining()),
                    "Nothing was copied or changed; run the command again with the tables put right.");
        }
        return new Chosen(joining, List.of(), List.of());
    }

    @Override
    public String nothing(String source) {
        return "No table was named.";
    }
}
