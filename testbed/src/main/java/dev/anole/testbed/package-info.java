/**
 * Real servers on one machine: MySQL, PostgreSQL, a Kafka broker and Connect workers, each a process of its own that a
 * test may stop, kill, suspend and start again on the same data and the same port.
 *
 * <p>{@link dev.anole.testbed.Stack} starts one of each; {@link dev.anole.testbed.Workspace} owns their files and ends
 * them all, at the latest when the JVM exits. Nothing here is mocked.
 */
@NullMarked
package dev.anole.testbed;

import org.jspecify.annotations.NullMarked;
