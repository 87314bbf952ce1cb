/** MySQL values as the binlog holds them, decoded to their canonical text. */
@NullMarked
package dev.anole.contract.value;

import org.jspecify.annotations.NullMarked;
