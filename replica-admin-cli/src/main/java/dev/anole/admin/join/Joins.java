package dev.anole.admin.join;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.types.TableMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code anole.joins}: what a copy began with, and how far it is. A table's row goes with its row in {@code
 * anole.tables}. Commits nothing itself.
 */
final class Joins {

    private static final String WHERE_TABLE = " WHERE source = ? AND mysql_database = ? AND mysql_table = ?";

    private final Connection connection;
    private final String source;

    Joins(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /**
     * A join begins: what the topic has from the sink's place on may concern it.
     *
     * @param noted read with the position's row locked, so that nothing beyond it was let go of
     */
    void note(TableId table, ReplicaPosition noted) throws SQLException {
        remove(table);
        String sql = """
                INSERT INTO anole.joins (source, mysql_database, mysql_table, phase, start_offset, next_offset, file,
                  position, gtids, incarnation, sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setTable(statement, 1, table);
            statement.setString(4, JoinPhase.PREPARING.stored());
            statement.setLong(5, noted.nextOffset());
            statement.setLong(6, noted.nextOffset());
            statement.setString(7, noted.applied().file());
            statement.setLong(8, noted.applied().position());
            statement.setString(9, text(noted.applied().gtids()));
            statement.setLong(10, noted.incarnation());
            statement.setLong(11, noted.sequence());
            statement.executeUpdate();
        }
    }

    /** The copy of a noted join begins; {@code record} is what it begins with. */
    void begin(TableId table, JoinRecord record) throws SQLException {
        SourcePosition low = record.low().position();
        update(
                table,
                "phase = ?, low_file = ?, low_position = ?::bigint, low_gtids = ?, server_uuid = ?,"
                        + " definition = ?::jsonb, mapping = ?::jsonb, created = ?",
                record.phase().stored(),
                low.file(),
                Long.toString(low.position()),
                text(low.gtids()),
                record.serverUuid(),
                record.table().definition().toJson(),
                record.mapping().toJson(),
                record.table().created());
    }

    /** A range is copied. */
    void setRangesLeft(TableId table, List<KeyRange> left) throws SQLException {
        update(table, "ranges_left = ?::jsonb", RangesText.write(left));
    }

    /** All ranges are copied. */
    void setEnd(TableId table, SourcePosition end) throws SQLException {
        update(table, "end_file = ?, end_position = ?::bigint", end.file(), Long.toString(end.position()));
    }

    void setPhase(TableId table, JoinPhase phase) throws SQLException {
        update(table, "phase = ?", phase.stored());
    }

    void setIndexes(TableId table, int built) throws SQLException {
        update(table, "indexes = ?::integer", Integer.toString(built));
    }

    /** Everything before that place is in the loading table. */
    void setReached(TableId table, ReplicaPosition reached) throws SQLException {
        update(
                table,
                "next_offset = ?::bigint, file = ?, position = ?::bigint, gtids = ?, incarnation = ?::bigint,"
                        + " sequence = ?::bigint",
                Long.toString(reached.nextOffset()),
                reached.applied().file(),
                Long.toString(reached.applied().position()),
                text(reached.applied().gtids()),
                Long.toString(reached.incarnation()),
                Long.toString(reached.sequence()));
    }

    /** Whether a copy of the table is under way: the swap ends its row. */
    boolean has(TableId table) throws SQLException {
        return phase(table).isPresent();
    }

    Optional<JoinPhase> phase(TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT phase FROM anole.joins" + WHERE_TABLE)) {
            setTable(statement, 1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(JoinPhase.of(row.getString(1))) : Optional.empty();
            }
        }
    }

    /** Tables with a row. */
    List<TableId> all() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT mysql_database, mysql_table FROM anole.joins WHERE source = ?")) {
            statement.setString(1, source);
            try (ResultSet rows = statement.executeQuery()) {
                List<TableId> tables = new ArrayList<>();
                while (rows.next()) {
                    tables.add(new TableId(rows.getString(1), rows.getString(2)));
                }
                return tables;
            }
        }
    }

    /**
     * What there is to go on with; empty if the copy has not begun.
     *
     * @param current the sink's place, for the topic's name
     */
    Optional<JoinRecord> find(TableId table, ReplicaPosition current) throws SQLException {
        String sql = """
                SELECT phase, next_offset, file, position, gtids, incarnation, sequence, low_file, low_position,
                  low_gtids, end_file, end_position, definition, created, server_uuid, ranges_left, indexes,
                  mapping FROM anole.joins""" + WHERE_TABLE + " AND phase <> 'preparing'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setTable(statement, 1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row, current)) : Optional.empty();
            }
        }
    }

    private static JoinRecord read(ResultSet row, ReplicaPosition current) throws SQLException {
        String serverUuid = row.getString("server_uuid");
        String endFile = row.getString("end_file");
        return new JoinRecord(
                JoinPhase.of(row.getString("phase")),
                new ReplicaPosition(
                        current.source(),
                        current.topic(),
                        current.partition(),
                        row.getLong("next_offset"),
                        serverUuid,
                        new SourcePosition(
                                row.getString("file"), row.getLong("position"), gtids(row.getString("gtids"))),
                        row.getLong("incarnation"),
                        row.getLong("sequence"),
                        null,
                        current.epoch(),
                        current.generation(),
                        null),
                new CopyPosition(new SourcePosition(
                        row.getString("low_file"), row.getLong("low_position"), gtids(row.getString("low_gtids")))),
                endFile == null ? null : new SourcePosition(endFile, row.getLong("end_position"), null),
                new JoinRecord.CopiedTable(
                        TableDefinition.fromJson(row.getString("definition")), row.getString("created")),
                serverUuid,
                RangesText.read(row.getString("ranges_left")),
                row.getInt("indexes"),
                TableMapping.fromJson(row.getString("mapping")));
    }

    void remove(TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM anole.joins" + WHERE_TABLE)) {
            setTable(statement, 1, table);
            statement.executeUpdate();
        }
        new BadValueLog(connection, source).abandonJoin(table);
    }

    private void update(TableId table, String assignments, @Nullable String... values) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.joins SET " + assignments + WHERE_TABLE)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            setTable(statement, values.length + 1, table);
            if (statement.executeUpdate() != 1) {
                // Swapped in by a COMMIT whose answer was lost, or removed: trying again finds out.
                throw new SQLException("The join of " + table + " is gone from the catalogue", "40001");
            }
        }
    }

    private void setTable(PreparedStatement statement, int first, TableId table) throws SQLException {
        statement.setString(first, source);
        statement.setString(first + 1, table.database());
        statement.setString(first + 2, table.table());
    }

    private static @Nullable String text(@Nullable GtidSet gtids) {
        return gtids == null ? null : Objects.toString(gtids);
    }

    private static @Nullable GtidSet gtids(@Nullable String text) {
        return text == null ? null : GtidSet.parse(text);
    }
}
