/** How commands speak: sentences and tables for people, one JSON document for programs. */
@NullMarked
package dev.anole.admin.output;

import org.jspecify.annotations.NullMarked;
