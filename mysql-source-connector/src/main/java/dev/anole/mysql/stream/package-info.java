/** From binlog events to change events: transactions, filters, markers, and the thread that reads. */
@NullMarked
package dev.anole.mysql.stream;

import org.jspecify.annotations.NullMarked;
