/** What the operator sees while tables are copied. */
@NullMarked
package dev.anole.admin.progress;

import org.jspecify.annotations.NullMarked;
