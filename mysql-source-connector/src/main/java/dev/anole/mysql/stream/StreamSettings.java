package dev.anole.mysql.stream;

import dev.anole.contract.notice.Notices;
import dev.anole.contract.record.RecordFormat;
import dev.anole.mysql.MySqlAddress;

/**
 * What the reading of a binlog needs to know.
 *
 * @param serverId of the replica that we pose as
 * @param failUnreachable whether the reading ends when the server cannot be reached
 * @param notices of outages; the task closes them
 */
public record StreamSettings(
        String sourceName,
        MySqlAddress address,
        long serverId,
        TableFilter filter,
        RecordFormat format,
        int heartbeatIntervalMs,
        boolean gtidEnable,
        boolean failUnreachable,
        Notices notices) {

    /** Names what is published: a change of the filter or of the format begins a new incarnation. */
    String filterHash() {
        return filter.hash() + (format == RecordFormat.COMPACT ? "" : "-" + format);
    }
}
