/** Writing whole MySQL transactions to PostgreSQL. */
@NullMarked
package dev.anole.postgres.apply;

import org.jspecify.annotations.NullMarked;
