/** What a replica is doing, from Connect, the catalogue and the topic, and what to do where it is not well. */
@NullMarked
package dev.anole.admin.status;

import org.jspecify.annotations.NullMarked;
