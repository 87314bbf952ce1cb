/** The dump of a binlog: the connection, its packets, and the events in them as bytes. */
@NullMarked
package dev.anole.mysql.binlog;

import org.jspecify.annotations.NullMarked;
