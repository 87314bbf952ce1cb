/** PostgreSQL's statements for tables and indexes. */
@NullMarked
package dev.anole.postgres.ddl;

import org.jspecify.annotations.NullMarked;
