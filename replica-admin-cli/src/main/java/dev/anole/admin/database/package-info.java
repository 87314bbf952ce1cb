/** Sessions on the two databases, with failures that name server and remedy. */
@NullMarked
package dev.anole.admin.database;

import org.jspecify.annotations.NullMarked;
