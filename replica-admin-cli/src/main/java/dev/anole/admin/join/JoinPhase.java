package dev.anole.admin.join;

import java.util.Locale;

/** How far a join is, in this order. */
enum JoinPhase {
    /** The sink's place is noted; where the copy begins is not known yet. */
    PREPARING,
    COPYING,
    BUILDING_KEY,
    CATCHING_UP,
    BUILDING_INDEXES,
    SWAPPING;

    /** As the catalogue stores it. */
    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JoinPhase of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }

    /** For messages: what is being done. */
    @Override
    public String toString() {
        return switch (this) {
            case PREPARING -> "preparing";
            case COPYING -> "copying";
            case BUILDING_KEY -> "building the key";
            case CATCHING_UP -> "catching up";
            case BUILDING_INDEXES -> "building the indexes";
            case SWAPPING -> "swapping in";
        };
    }
}
