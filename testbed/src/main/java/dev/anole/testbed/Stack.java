package dev.anole.testbed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of each server, or a pair of databases beside the other servers of a stack. {@link #shared} is for tests, which all use the same one and keep apart by the names of their
 * databases, schemas, topics and connectors.
 */
public final class Stack implements AutoCloseable {
    private static @Nullable Stack shared;

    private final Workspace workspace;
    private final MySqlServer mySql;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final ConnectWorker worker;

    private Stack(
            Workspace workspace, MySqlServer mySql, PostgresServer postgres, KafkaBroker kafka, ConnectWorker worker) {
        this.workspace = workspace;
        this.mySql = mySql;
        this.postgres = postgres;
        this.kafka = kafka;
        this.worker = worker;
    }

    /** The stack that all tests of this JVM share, started by the first who asks; it ends with the JVM. */
    public static synchronized Stack shared() {
        Stack existing = shared;
        if (existing != null) {
            return existing;
        }
        Stack started = start("shared-stack", MySqlOptions.defaults(), ConnectWorkerOptions.defaults());
        shared = started;
        return started;
    }

    /** Starts a stack of one's own, all servers at the same time. */
    public static Stack start(String name, MySqlOptions mySqlOptions, ConnectWorkerOptions workerOptions) {
        Workspace workspace = Workspace.open(name);
        KafkaBroker kafka = KafkaBroker.create(workspace);
        ConnectWorker worker = ConnectWorker.create(workspace, kafka, workerOptions);
        CompletableFuture<KafkaBroker> kafkaStart = started(() -> kafka);
        CompletableFuture<ConnectWorker> workerStart = started(() -> worker);
        CompletableFuture<MySqlServer> mySqlStart = started(() -> MySqlServer.create(workspace, mySqlOptions));
        CompletableFuture<PostgresServer> postgresStart = started(() -> PostgresServer.create(workspace));
        try {
            Stream.of(kafkaStart, workerStart, mySqlStart, postgresStart).forEach(CompletableFuture::join);
            return new Stack(workspace, mySqlStart.join(), postgresStart.join(), kafka, worker);
        } catch (CompletionException e) {
            workspace.close();
            throw new IllegalStateException("The stack did not start: " + e.getCause(), e.getCause());
        }
    }

    /**
     * Another MySQL and another PostgreSQL beside this stack's broker and worker. Closing the pair ends these two only;
     * it has to be closed before this stack.
     *
     * @param name of the folder in which their logs are kept
     */
    public Stack pair(String name, MySqlOptions mySqlOptions, int postgresMajor) {
        return pair(name, mySqlOptions, own -> PostgresServer.create(own, postgresMajor));
    }

    /** The same with a PostgreSQL that has PostGIS: see {@link PostgresServer#createWithPostgis}. */
    public Stack pairWithPostgis(String name, MySqlOptions mySqlOptions) {
        return pair(name, mySqlOptions, PostgresServer::createWithPostgis);
    }

    /**
     * Another worker beside this stack's servers. Closing it ends the worker only; it has to be closed before this stack.
     *
     * @param name of the folder in which its log is kept
     */
    public Stack withWorker(String name, ConnectWorkerOptions options) {
        Workspace own = Workspace.open(name);
        try {
            ConnectWorker another = ConnectWorker.create(own, kafka, options);
            another.start();
            return new Stack(own, mySql, postgres, kafka, another);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private Stack pair(String name, MySqlOptions mySqlOptions, Function<Workspace, PostgresServer> postgresCreation) {
        Workspace own = Workspace.open(name);
        CompletableFuture<MySqlServer> mySqlStart = started(() -> MySqlServer.create(own, mySqlOptions));
        CompletableFuture<PostgresServer> postgresStart = started(() -> postgresCreation.apply(own));
        try {
            return new Stack(own, mySqlStart.join(), postgresStart.join(), kafka, worker);
        } catch (CompletionException e) {
            own.close();
            throw new IllegalStateException("The pair did not start: " + e.getCause(), e.getCause());
        }
    }

    private static <S extends Server> CompletableFuture<S> started(Supplier<S> creation) {
        return CompletableFuture.supplyAsync(
                () -> {
                    S server = creation.get();
                    server.start();
                    return server;
                },
                Stack::runInThreadOfItsOwn);
    }

    /** Not in the common pool, which has one thread on a machine of two processors. */
    private static void runInThreadOfItsOwn(Runnable start) {
        Thread thread = new Thread(start, "server-start");
        thread.setDaemon(true);
        thread.start();
    }

    public MySqlServer mySql() {
        return mySql;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public KafkaBroker kafka() {
        return kafka;
    }

    public ConnectWorker worker() {
        return worker;
    }

    /** Where to put further servers, which then end with this stack. */
    public Workspace workspace() {
        return workspace;
    }

    /** Ends all servers and deletes their data. */
    @Override
    public void close() {
        workspace.close();
    }
}
