package dev.anole.admin.join;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;

/**
 * A table that is to join.
 *
 * @param target where it will be
 * @param replaces whether an older copy of ours is there, which stays as it is in PostgreSQL and in the catalogue, fed
 *     or not, until the new one is swapped in
 * @param keeps whether a table is there that is not ours, of which the definition is kept and the rows go
 */
record JoinEntry(TableId id, PostgresName target, boolean replaces, boolean keeps) {}
