/** Notices to Rollbar, of commands and connectors alike. */
@NullMarked
package dev.anole.contract.notice;

import org.jspecify.annotations.NullMarked;
