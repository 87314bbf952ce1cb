package dev.anole.admin.pgsql;

import dev.anole.postgres.catalogue.PostgresName;

/**
 * A type that columns of the copied tables have, and that PostgreSQL does not have by itself.
 *
 * @param extension that brought it; empty if none did
 * @param statement that creates it, in the source's names; empty if it is neither an enum nor a domain
 */
record SourceType(PostgresName name, String extension, String statement) {}
