/** What source and sink must agree on: identities, definitions, positions. */
@NullMarked
package dev.anole.contract;

import org.jspecify.annotations.NullMarked;
