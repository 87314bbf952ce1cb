package dev.anole.admin.join;

import static java.util.stream.Collectors.joining;

import dev.anole.contract.TableId;
import java.util.List;

/** Tables could not join the stream; the message tells for each one what was tried, what was found, what to do. */
public final class JoinException extends RuntimeException {

    private final transient List<Failure> failures;

    /**
     * One table's failure.
     *
     * @param phase what was being done: {@code copying}
     * @param found what stands in the way, a clause without a full stop and without row values
     * @param remedy one sentence
     */
    public record Failure(TableId table, String phase, String found, String remedy) {
        @Override
        public String toString() {
            return "Table " + table + " (" + phase + "): " + found + ". " + remedy;
        }
    }

    JoinException(List<Failure> failures) {
        super(failures.stream().map(Failure::toString).collect(joining("\n")));
        this.failures = List.copyOf(failures);
    }

    /** One per table, in the order in which they failed; the other tables have joined. */
    public List<Failure> failures() {
        return failures;
    }
}
