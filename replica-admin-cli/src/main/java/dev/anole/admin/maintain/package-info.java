/** The maintenance of the catalogue and of replicated tables. */
@NullMarked
package dev.anole.admin.maintain;

import org.jspecify.annotations.NullMarked;
