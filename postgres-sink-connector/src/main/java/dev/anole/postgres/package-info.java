/** The PostgreSQL sink: Connect's entry classes and the connection to PostgreSQL. */
@NullMarked
package dev.anole.postgres;

import org.jspecify.annotations.NullMarked;
