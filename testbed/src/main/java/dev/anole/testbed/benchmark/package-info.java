/**
 * The benchmark: how fast Anole copies, drains a backlog and shows single commits, beside what the databases themselves
 * allow on the same machine in the same run. {@code docs/benchmarks.md} says what each figure means.
 */
@NullMarked
package dev.anole.testbed.benchmark;

import org.jspecify.annotations.NullMarked;
