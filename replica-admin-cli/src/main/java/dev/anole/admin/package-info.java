/** The command line {@code replica-admin}: one class per command, and what all of them share. */
@NullMarked
package dev.anole.admin;

import org.jspecify.annotations.NullMarked;
