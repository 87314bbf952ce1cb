package dev.anole.contract.ddl;

import org.jspecify.annotations.Nullable;

/**
 * Where a column goes.
 *
 * @param after the column in front of it; null for the first place
 */
public record ColumnPlace(@Nullable String after) {}
