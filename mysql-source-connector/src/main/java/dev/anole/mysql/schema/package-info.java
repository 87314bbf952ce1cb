/** Table definitions from information_schema. */
@NullMarked
package dev.anole.mysql.schema;

import org.jspecify.annotations.NullMarked;
