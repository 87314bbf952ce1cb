/** Kafka Connect over its REST interface, and the two connectors of a source. */
@NullMarked
package dev.anole.admin.connect;

import org.jspecify.annotations.NullMarked;
