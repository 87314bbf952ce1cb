package dev.anole.testbed.benchmark;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.ReplicaConfiguration;
import dev.anole.testbed.Stack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A source of the benchmark's, with a PostgreSQL database and a catalogue of its own. */
final class BenchmarkReplica {

    static final String SCHEMA = "replica";

    private final Stack stack;
    private final String name;
    private final ReplicaAdmin admin;

    private BenchmarkReplica(Stack stack, String name, ReplicaAdmin admin) {
        this.stack = stack;
        this.name = name;
        this.admin = admin;
    }

    /** Registers it, with the real commands; nothing is copied yet. */
    static BenchmarkReplica register(Stack stack, String name, String mySqlDatabase) throws SQLException {
        stack.postgres().createDatabase(name);
        Path file = ReplicaConfiguration.write(
                stack.workspace().newFolder(name).resolve("anole.yml"),
                stack.mySql(),
                stack.postgres(),
                stack.kafka(),
                stack.worker(),
                name,
                name,
                mySqlDatabase,
                SCHEMA,
                "");
        BenchmarkReplica replica = new BenchmarkReplica(stack, name, new ReplicaAdmin(file));
        replica.run("create-replica-schema");
        replica.run("add-source", "--source", name);
        return replica;
    }

    String name() {
        return name;
    }

    /** Copies the tables; the connectors are stopped at the end. */
    void initialise() {
        run("init-replica", "--source", name);
    }

    private void run(String... arguments) {
        ReplicaAdmin.Result result = admin.run(arguments);
        if (result.exitCode() != 0) {
            throw new IllegalStateException("replica-admin " + String.join(" ", arguments) + ": " + result.all());
        }
    }

    Connection postgres() throws SQLException {
        return stack.postgres().connect(name);
    }

    Connectors connectors() {
        return new Connectors(stack.worker().restUrl(), name);
    }

    /** Asks whether the narrow table shows a row of the key that is set. */
    static PreparedStatement rowQuery(Connection postgres) throws SQLException {
        return postgres.prepareStatement(
                "SELECT FROM " + SCHEMA + "." + SampleTable.NARROW.sqlName() + " WHERE id = ?");
    }

    static boolean shows(PreparedStatement rowQuery, long key) throws SQLException {
        rowQuery.setLong(1, key);
        try (ResultSet row = rowQuery.executeQuery()) {
            return row.next();
        }
    }
}
