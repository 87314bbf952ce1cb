/** Copies tables of another PostgreSQL database once: sources of {@code type: pgsql}. */
@NullMarked
package dev.anole.admin.pgsql;

import org.jspecify.annotations.NullMarked;
