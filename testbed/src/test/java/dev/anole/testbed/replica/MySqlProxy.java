package dev.anole.testbed.replica;

import dev.anole.testbed.MySqlServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port that leads to one MySQL server and then to another, as the address of a group of servers does. It can hold up
 * what a server sends. Safe for use by several threads.
 */
final class MySqlProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private @Nullable MySqlServer target;

    /** @param target where new connections lead to */
    MySqlProxy(MySqlServer target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 0, InetAddress.getByName(target.host()));
        run("mysql-proxy", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The connections that are open now. */
    Set<Link> links() {
        return Set.copyOf(links);
    }

    /** Breaks all connections; new ones are refused until there is a server again. */
    void cut() {
        synchronized (this) {
            target = null;
        }
        links.forEach(Link::close);
    }

    /** New connections lead there. */
    synchronized void leadTo(MySqlServer other) {
        target = other;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            try {
                connect(client);
            } catch (IOException e) {
                client.close();
            }
        }
    }

    private synchronized void connect(Socket client) throws IOException {
        if (target == null) {
            throw new IOException("No server");
        }
        Link link = new Link(client, new Socket(target.host(), target.port()));
        links.add(link);
        run("mysql-proxy-client", link::forwardClient);
        run("mysql-proxy-server", link::forwardServer);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Runs it until a socket is closed. */
    private static void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // That is how it ends.
                        Thread.onSpinWait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    /** One connection. */
    final class Link {

        private final Socket client;
        private final Socket server;
        private long allowance = Long.MAX_VALUE;
        private boolean holding;
        private boolean closed;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** From now on the client gets so many bytes, and then nothing any more. */
        synchronized void holdBehind(long bytes) {
            allowance = bytes;
        }

        /** Whether the server has sent more than the client gets. */
        synchronized boolean isHolding() {
            return holding;
        }

        private void forwardClient() throws IOException {
            try {
                client.getInputStream().transferTo(server.getOutputStream());
            } finally {
                close();
            }
        }

        private void forwardServer() throws IOException, InterruptedException {
            try {
                InputStream from = server.getInputStream();
                OutputStream to = client.getOutputStream();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    awaitAllowance(read);
                    to.write(buffer, 0, read);
                }
            } finally {
                close();
            }
        }

        private synchronized void awaitAllowance(int bytes) throws IOException, InterruptedException {
            allowance -= bytes;
            while (allowance < 0 && !closed) {
                holding = true;
                wait();
            }
            if (closed) {
                throw new IOException("What was held up is lost");
            }
        }

        private void close() {
            synchronized (this) {
                closed = true;
                notifyAll();
            }
            links.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new IllegalStateException("Could not close a connection", e);
                }
            }
        }
    }
}
