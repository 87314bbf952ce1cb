/** What servers make of the bytes of their character sets, and the tables that are made from it. */
@NullMarked
package dev.anole.testbed.charsets;

import org.jspecify.annotations.NullMarked;
