/** XA transactions between XA PREPARE and their end: their rows are parked in the catalogue. */
@NullMarked
package dev.anole.postgres.prepared;

import org.jspecify.annotations.NullMarked;
