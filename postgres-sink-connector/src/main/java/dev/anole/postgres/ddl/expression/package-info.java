/** MySQL's expressions in PostgreSQL's SQL, as far as both surely mean the same. */
@NullMarked
package dev.anole.postgres.ddl.expression;

import org.jspecify.annotations.NullMarked;
