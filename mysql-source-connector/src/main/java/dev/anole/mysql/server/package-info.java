/** What a MySQL server says about itself: settings, privileges, positions. */
@NullMarked
package dev.anole.mysql.server;

import org.jspecify.annotations.NullMarked;
