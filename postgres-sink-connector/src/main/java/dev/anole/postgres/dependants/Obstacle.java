package dev.anole.postgres.dependants;

/**
 * Something that hangs on a table and cannot go over to another one.
 *
 * @param found a clause without a full stop
 * @param remedy one sentence
 */
public record Obstacle(String found, String remedy) {}
