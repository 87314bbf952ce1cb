/** The end of a replica, whose tables live on by themselves: {@code detach-replica}. */
@NullMarked
package dev.anole.admin.detach;

import org.jspecify.annotations.NullMarked;
