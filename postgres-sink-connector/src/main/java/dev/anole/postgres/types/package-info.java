/** How MySQL's types and values become PostgreSQL's. */
@NullMarked
package dev.anole.postgres.types;

import org.jspecify.annotations.NullMarked;
