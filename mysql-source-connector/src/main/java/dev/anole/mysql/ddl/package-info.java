/** DDL statements of the binlog, as far as the replica must follow them. */
@NullMarked
package dev.anole.mysql.ddl;

import org.jspecify.annotations.NullMarked;
