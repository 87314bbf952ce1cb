/** What Anole remembers in the target database, schema {@code anole}. */
@NullMarked
package dev.anole.postgres.catalogue;

import org.jspecify.annotations.NullMarked;
