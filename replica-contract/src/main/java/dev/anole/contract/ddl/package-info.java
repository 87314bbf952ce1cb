/** What DDL statements of MySQL's do to tables, in MySQL's terms, and what definition a table has afterwards. */
@NullMarked
package dev.anole.contract.ddl;

import org.jspecify.annotations.NullMarked;
