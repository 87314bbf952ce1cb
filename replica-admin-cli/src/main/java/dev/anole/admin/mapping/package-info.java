/** How PostgreSQL gets a source's tables: types, names and policies that the configuration and the servers decide. */
@NullMarked
package dev.anole.admin.mapping;

import org.jspecify.annotations.NullMarked;
