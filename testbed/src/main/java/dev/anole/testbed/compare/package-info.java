/** Comparing both sides, by means of their own drivers and nothing of Anole's. */
@NullMarked
package dev.anole.testbed.compare;

import org.jspecify.annotations.NullMarked;
