package dev.anole.testbed.quickstart;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.ReplicaConfiguration;
import dev.anole.testbed.Stack;
import dev.anole.testbed.shop.ShopDatabase;
import dev.anole.testbed.shop.ShopWorkload;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the main job on one machine: servers, a sample shop in MySQL, its copy and live replication into PostgreSQL by
 * the real commands, and the proof that both sides are equal. With {@code --once} it ends then, with exit code 0 only
 * if they are; else it stays up until it is interrupted.
 */
public final class Quickstart {

    private static final String SOURCE = "shop";
    private static final String SCHEMA = "shop";
    private static final String TARGET = "replica";
    private static final Duration LIVE = Duration.ofSeconds(10);
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    private static final PrintStream OUT = System.out;

    private final Stack stack;
    private final ReplicaAdmin admin;

    private Quickstart(Stack stack, ReplicaAdmin admin) {
        this.stack = stack;
        this.admin = admin;
    }

    public static void main(String[] arguments) throws Exception {
        boolean once = arguments.length > 0 && arguments[0].equals("--once");
        say("Starting MySQL, PostgreSQL, a Kafka broker and a Connect worker (the first time, they are downloaded)");
        try (Stack stack = Stack.start("quickstart", MySqlOptions.defaults(), ConnectWorkerOptions.defaults())) {
            OUT.println("  " + stack.mySql().version() + "\n  "
                    + stack.postgres().version() + "\n  " + stack.kafka().version());
            Path configuration = ReplicaConfiguration.write(
                    stack.workspace().newFolder("configuration").resolve("anole.yml"),
                    stack.mySql(),
                    stack.postgres(),
                    stack.kafka(),
                    stack.worker(),
                    TARGET,
                    SOURCE,
                    "shop",
                    SCHEMA,
                    "");
            Quickstart quickstart = new Quickstart(stack, new ReplicaAdmin(configuration));
            boolean equal = quickstart.run();
            if (!once) {
                quickstart.stayUp(configuration);
            }
            OUT.println(equal ? "\nBoth sides are equal." : "\nThe two sides DIFFER.");
            OUT.flush();
            if (!equal) {
                // Ends the servers too: the workspace is closed when the JVM exits.
                System.exit(1);
            }
        }
    }

    private boolean run() throws Exception {
        say("Loading the sample shop into MySQL");
        stack.mySql().execute("CREATE DATABASE shop");
        stack.postgres().createDatabase(TARGET);
        try (Connection mySql = stack.mySql().connect("shop")) {
            ShopDatabase.create(mySql);
        }
        command("create-replica-schema");
        command("add-source", "--source", SOURCE);
        command("init-replica", "--source", SOURCE, "--start");

        say("A live workload on MySQL for " + LIVE.toSeconds() + " seconds: orders, payments, cancellations");
        workload();
        command("show-status", "--source", SOURCE);

        say("The proof: every row on both sides");
        try (Connection mySql = stack.mySql().connect("shop");
                Connection postgres = stack.postgres().connect(TARGET)) {
            awaitReplica(mySql, postgres);
            return new Proof(mySql, postgres, SCHEMA).print(ShopDatabase.TABLES, OUT);
        }
    }

    private void workload() throws Exception {
        try (ShopWorkload workload =
                new ShopWorkload(4, 20_261_122, () -> stack.mySql().connect("shop"))) {
            new CountDownLatch(1).await(LIVE.toMillis(), TimeUnit.MILLISECONDS);
            OUT.printf("  %,d transactions committed%n", workload.transactions());
        }
    }

    /** Writes a mark into MySQL as the last transaction, and waits until PostgreSQL shows it. */
    private void awaitReplica(Connection mySql, Connection postgres) throws Exception {
        long started = System.nanoTime();
        String mark = "last " + started;
        try (Statement statement = mySql.createStatement()) {
            statement.execute("UPDATE customers SET city = '" + mark + "' WHERE id = 1");
        }
        while (!hasMark(postgres, mark)) {
            if (System.nanoTime() - started > CATCH_UP.toNanos()) {
                throw new IllegalStateException("The replica did not reach MySQL's last transaction within "
                        + CATCH_UP.toSeconds() + " s; see show-status above");
            }
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
        OUT.printf(
                "  PostgreSQL shows MySQL's last transaction after %,d ms%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    }

    private static boolean hasMark(Connection postgres, String mark) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM " + SCHEMA + ".customers WHERE id = 1 AND city = '" + mark + "'")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    private void command(String... arguments) {
        say("$ replica-admin " + String.join(" ", arguments));
        int exitCode = admin.runHere(arguments);
        if (exitCode != 0) {
            throw new IllegalStateException("replica-admin " + arguments[0] + " ended with exit code " + exitCode);
        }
    }

    private void stayUp(Path configuration) throws InterruptedException {
        say("The replica runs on. In another terminal:");
        OUT.printf(
                """
                  MySQL        mysql --host=%s --port=%d --user=%s --password='%s' shop
                  PostgreSQL   psql 'postgresql://%s:%s@%s:%d/%s'
                  Connect      curl '%s/connectors?expand=status'
                  Commands     %s show-status --watch --source %s --config %s

                Try:
                  in MySQL       UPDATE products SET price = price * 2 WHERE id = 7;
                  in PostgreSQL  SELECT * FROM shop.products WHERE id = 7;

                Ctrl-C ends everything and deletes the data.
                """,
                stack.mySql().host(),
                stack.mySql().port(),
                stack.mySql().user(),
                stack.mySql().password(),
                stack.postgres().user(),
                stack.postgres().password(),
                stack.postgres().host(),
                stack.postgres().port(),
                TARGET,
                stack.worker().restUrl(),
                ReplicaAdmin.program(),
                SOURCE,
                configuration);
        OUT.flush();
        new CountDownLatch(1).await();
    }

    private static void say(String text) {
        OUT.println("\n== " + text);
        OUT.flush();
    }
}
