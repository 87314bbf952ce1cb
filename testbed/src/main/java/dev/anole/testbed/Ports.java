package dev.anole.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback address. They are taken from below the range from which Linux and macOS serve outgoing
 * connections, so that a port stays free while its server is down. Forks of a test run ({@code -Danole.fork=1}, ...) take
 * them from ranges of their own.
 */
final class Ports {
    private static final int RANGE = 4_000;
    private static final int RANGES = 3;
    private static final int FIRST = 20_000 + Integer.getInteger("anole.fork", 0) % RANGES * RANGE;
    private static final int LAST = FIRST + RANGE;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> TAKEN = new HashSet<>();

    private Ports() {}

    /** A port that nobody listens on and that this JVM has not given out before. */
    static synchronized int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!TAKEN.contains(port) && canListen(port)) {
                TAKEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + LAST);
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
