/** What users hang on a replica's table in PostgreSQL, and how it goes over to the table that takes its place. */
@NullMarked
package dev.anole.postgres.dependants;

import org.jspecify.annotations.NullMarked;
