/** Copying tables of a replica anew while it goes on: {@code sync-tables} and {@code refresh-schema}. */
@NullMarked
package dev.anole.admin.synchronise;

import org.jspecify.annotations.NullMarked;
