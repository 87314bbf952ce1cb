/** The quickstart: the main job, for real, on one machine. */
@NullMarked
package dev.anole.testbed.quickstart;

import org.jspecify.annotations.NullMarked;
