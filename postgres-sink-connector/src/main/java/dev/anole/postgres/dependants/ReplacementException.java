package dev.anole.postgres.dependants;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table cannot take the place of another one without losing what hangs on that. */
public final class ReplacementException extends Exception {

    private final String found;
    private final String remedy;

    ReplacementException(List<Obstacle> obstacles) {
        this(
                obstacles.stream().map(Obstacle::found).collect(joining("; ")),
                obstacles.stream().map(Obstacle::remedy).distinct().collect(joining(" ")),
                null);
    }

    ReplacementException(String found, String remedy, @Nullable Throwable cause) {
        super(found + ". " + remedy, cause);
        this.found = found;
        this.remedy = remedy;
    }

    /** A clause without a full stop. */
    public String found() {
        return found;
    }

    public String remedy() {
        return remedy;
    }
}
