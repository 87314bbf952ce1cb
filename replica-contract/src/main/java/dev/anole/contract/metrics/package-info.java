/** What both connectors show of themselves by JMX. */
@NullMarked
package dev.anole.contract.metrics;

import org.jspecify.annotations.NullMarked;
