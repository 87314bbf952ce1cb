/** The change events that travel from source to sink. */
@NullMarked
package dev.anole.contract.event;

import org.jspecify.annotations.NullMarked;
