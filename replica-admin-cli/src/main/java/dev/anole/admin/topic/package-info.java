/** The topic that carries a source's changes. */
@NullMarked
package dev.anole.admin.topic;

import org.jspecify.annotations.NullMarked;
