/** How change events become Kafka records, and back. */
@NullMarked
package dev.anole.contract.record;

import org.jspecify.annotations.NullMarked;
