/** The source connector: what Connect calls, its settings, its offsets, and connections to MySQL. */
@NullMarked
package dev.anole.mysql;

import org.jspecify.annotations.NullMarked;
