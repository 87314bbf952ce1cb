package dev.anole.mysql.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import dev.anole.mysql.MySqlAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One dump of a server's binlog. The client library connects, authenticates and asks for the dump; its packets are ours
 * to read, since the library would go on after an event that could not be read, keeps whole transactions in memory, and
 * does not check checksums. {@link #read} belongs to one thread, {@link #abort} may be called by any.
 */
public final class BinlogDump {

    /** The library logs each connection at INFO; what an operator should know is logged by our reader. */
    private static final Logger LIBRARY_LOG = Logger.getLogger(Client.class.getName());

    static {
        LIBRARY_LOG.setLevel(Level.WARNING);
    }

    /** How long the server waits for us when the queue is full, before it gives the connection up. */
    private static final int NET_WRITE_TIMEOUT_SECONDS = 600;

    private final Client client;
    private final MySqlAddress address;
    private volatile @Nullable Socket socket;
    private volatile boolean aborted;

    /** What is done with the events, on the thread that called {@link #read}. */
    public interface Reading {
        /** Reads for as long as it likes. */
        void read(EventSource events) throws IOException, InterruptedException;
    }

    /**
     * @param serverId of the replica that we pose as
     * @param heartbeatIntervalMs how often an idle server sends a heartbeat; a connection silent for much longer is lost
     */
    public BinlogDump(MySqlAddress address, long serverId, int heartbeatIntervalMs) {
        this.address = address;
        client = new Client(address);
        client.setServerId(serverId);
        client.setKeepAlive(false);
        client.setHeartbeatInterval(heartbeatIntervalMs);
        client.setNetWriteTimeout(NET_WRITE_TIMEOUT_SECONDS);
        client.setConnectTimeout(address.connectTimeoutMs());
        client.setSSLMode(SSLMode.valueOf(address.sslMode().name()));
        client.setSslSocketFactory(new TlsSockets(address));
        int readTimeoutMs = Math.max(address.connectTimeoutMs(), 3 * heartbeatIntervalMs + 10_000);
        client.setSocketFactory(() -> open(readTimeoutMs));
    }

    private Socket open(int readTimeoutMs) throws SocketException {
        Socket opened = new Socket();
        opened.setSoTimeout(readTimeoutMs);
        opened.setKeepAlive(true);
        opened.setTcpNoDelay(true);
        socket = opened;
        return opened;
    }

    /**
     * Begin with the first transaction that is not in this set.
     *
     * @param gtids as MySQL prints it; may be empty
     */
    public BinlogDump afterGtids(String gtids) {
        client.setGtidSet(gtids);
        return this;
    }

    /** Begin at this place, which must be the start of an event. */
    public BinlogDump at(String file, long position) {
        client.setBinlogFilename(file);
        client.setBinlogPosition(position);
        return this;
    }

    /**
     * Connects and hands the dump to the reading; closes the connection when that ends.
     *
     * @throws IOException what the reading threw, or because the connection was refused, lost or aborted
     * @throws InterruptedException what the reading threw
     */
    public void read(Reading reading) throws IOException, InterruptedException {
        client.reading = reading;
        try {
            if (aborted) {
                throw new IOException("Reading was stopped");
            }
            client.connect();
        } catch (Client.ReadingEnded ended) {
            ended.rethrow();
        } finally {
            abort();
        }
    }

    /** Ends a reading that waits for the server; it throws an {@link IOException}. */
    public void abort() {
        aborted = true;
        Socket opened = socket;
        if (opened != null) {
            try {
                // The socket itself, since closing the TLS layer may wait for the thread that reads.
                opened.close();
            } catch (IOException e) {
                LIBRARY_LOG.log(Level.FINE, "Could not close the connection to " + address, e);
            }
        }
    }

    private static final class Client extends BinaryLogClient {

        private boolean hasChecksums;
        private @Nullable Reading reading;

        /** Leaves the library's connect() before it reads packets itself. */
        private static final class ReadingEnded extends RuntimeException {
            private ReadingEnded(@Nullable Exception cause) {
                super(null, cause, false, false);
            }

            private void rethrow() throws IOException, InterruptedException {
                if (getCause() instanceof IOException cause) {
                    throw cause;
                }
                if (getCause() instanceof InterruptedException cause) {
                    throw cause;
                }
            }
        }

        private Client(MySqlAddress address) {
            super(address.host(), address.port(), null, address.user(), address.password());
            setEventDeserializer(new EventDeserializer() {
                @Override
                @SuppressWarnings("deprecation") // the library calls it, which is how we learn of it
                public void setChecksumType(ChecksumType checksumType) {
                    hasChecksums = checksumType != ChecksumType.NONE;
                }
            });
            registerLifecycleListener(new AbstractLifecycleListener() {
                @Override
                public void onConnect(BinaryLogClient connected) {
                    readPackets();
                }
            });
        }

        /** Older files may have checksums although the server writes none now: say in any case that we know them. */
        @Override
        protected void setupConnection() throws IOException {
            super.setupConnection();
            if (!hasChecksums) {
                channel.write(new QueryCommand("SET @master_binlog_checksum = 'CRC32'"));
                checkError(channel.read());
                hasChecksums = true;
            }
        }

        private void readPackets() {
            Reading wanted = reading;
            if (wanted == null) {
                throw new IllegalStateException("connect() is only called by read()");
            }
            try {
                wanted.read(new PacketReader(channel.getInputStream(), hasChecksums));
            } catch (IOException | InterruptedException e) {
                throw new ReadingEnded(e);
            }
            throw new ReadingEnded(null);
        }
    }
}
