/** The sample shop database, and a workload on it. */
@NullMarked
package dev.anole.testbed.shop;

import org.jspecify.annotations.NullMarked;
