/** The configuration file: where it lies, what it may say, and secrets that are only named in it. */
@NullMarked
package dev.anole.admin.configuration;

import org.jspecify.annotations.NullMarked;
