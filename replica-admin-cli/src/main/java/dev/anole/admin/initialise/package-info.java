/** How a source becomes a running replica: checks, start position, connectors, then the tables. */
@NullMarked
package dev.anole.admin.initialise;

import org.jspecify.annotations.NullMarked;
