/**
 * How a table joins a running stream: it is copied beside the sink, brought up to the sink's position, and swapped in.
 * One join runs in {@link dev.anole.admin.join.TableJoin}, several at once under {@link
 * dev.anole.admin.join.TableJoins}.
 */
@NullMarked
package dev.anole.admin.join;

import org.jspecify.annotations.NullMarked;
