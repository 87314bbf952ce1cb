/** What the operator sees while long work is done. */
@NullMarked
package dev.anole.admin.progress;

import org.jspecify.annotations.NullMarked;
