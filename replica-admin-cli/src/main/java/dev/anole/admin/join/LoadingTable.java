package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.TableMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The table that a copy goes into: the replica's table in another schema, where no reader sees it. Commits nothing
 * itself. Used by one thread at a time.
 */
final class LoadingTable {

    private final MappedTable mapped;
    private final TableRenderer renderer;

    /** @param mapped with the name under which it is loaded */
    LoadingTable(MappedTable mapped) {
        this.mapped = mapped;
        renderer = new TableRenderer(mapped);
    }

    MappedTable mapped() {
        return mapped;
    }

    TableDefinition definition() {
        return mapped.definition();
    }

    PostgresName name() {
        return mapped.name();
    }

    String copyStatement() {
        List<String> names =
                mapped.columns().stream().map(ColumnMapping::quotedName).toList();
        return "COPY " + name().quoted() + " (" + String.join(", ", names) + ") FROM STDIN";
    }

    /**
     * Without key and indexes, which cost less when they are built over all rows.
     *
     * @param target where the table is to go
     */
    void create(Connection connection, PostgresName target) throws SQLException {
        Statements.execute(connection, renderer.drop());
        if (mapped.mapping().existing()) {
            new TableClone(connection, target, name()).create();
        } else {
            Statements.execute(connection, renderer.createTable());
        }
    }

    /** Does nothing for a table without a key. */
    void createKey(Connection connection, PostgresName target) throws SQLException {
        if (mapped.mapping().existing()) {
            List<String> keys = keysOfClone(connection, target, true);
            Statements.execute(connection, keys.isEmpty() ? ownKey() : keys);
        } else {
            Statements.execute(connection, renderer.createKey().stream().toList());
        }
    }

    /** The statements that build its indexes besides the key, always in the same order. */
    List<String> indexStatements(Connection connection, PostgresName target) throws SQLException {
        return mapped.mapping().existing() ? keysOfClone(connection, target, false) : renderer.createIndexes();
    }

    /** Of a kept table that lacks what its rows are found by. */
    private List<String> ownKey() {
        MappedTable plain = new MappedTable(definition(), name(), TableMapping.DEFAULT);
        return new TableRenderer(plain).createKey().stream().toList();
    }

    private List<String> keysOfClone(Connection connection, PostgresName target, boolean ofKey) throws SQLException {
        List<String> key =
                definition().replicaKey().stream().map(Identifiers::fit).toList();
        return new TableClone(connection, target, name()).keys(key, ofKey);
    }

    void moveTo(Connection connection, String schema) throws SQLException {
        Statements.execute(connection, renderer.moveTo(schema));
    }
}
