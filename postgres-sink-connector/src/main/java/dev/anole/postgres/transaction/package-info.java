/** From Kafka records to whole MySQL transactions. */
@NullMarked
package dev.anole.postgres.transaction;

import org.jspecify.annotations.NullMarked;
