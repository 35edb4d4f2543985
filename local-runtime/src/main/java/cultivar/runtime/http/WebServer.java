package cultivar.runtime.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 on one port, with a virtual thread for each connection. Unlike the JDK's, it notices while an answer is being
 * made that nobody waits for it any more.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int BACKLOG = 256;

    /** More connections than these wait in the system's queue. */
    private static final int MOST_CONNECTIONS = 2048;

    private final ServerSocket server;
    private final HttpFront front;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);

    private WebServer(ServerSocket server, HttpFront front) {
        this.server = server;
        this.front = front;
    }

    /**
     * Begins to listen.
     *
     * @param address where; port 0 is one that the system chooses
     * @param largestBody bytes that a request may have at most
     * @param onRequest told of every request that the guard lets in
     * @throws IOException if that cannot be listened on
     */
    public static WebServer start(
            InetSocketAddress address, Guard guard, int largestBody, List<Routes> routes, Runnable onRequest)
            throws IOException {
        Router router = new Router();
        routes.forEach(group -> group.addTo(router));
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        guard.listensOn(socket.getLocalPort());
        WebServer server = new WebServer(socket, new HttpFront(guard, router, largestBody, onRequest));
        Thread.ofPlatform().daemon().name("http-" + server.port()).start(server::accept);
        return server;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                places.acquire();
                Socket socket = server.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> {
                    try {
                        new Connection(socket, front).run();
                    } finally {
                        open.remove(socket);
                        places.release();
                    }
                });
            } catch (IOException e) {
                places.release();
                LOG.debug("No connection came", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Takes no new connection and no new request, and waits for the answers under way, but not longer than this. */
    public void drain(Duration longest) throws InterruptedException {
        closeQuietly();
        front.drain(longest);
    }

    private void closeQuietly() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("The port did not close", e);
        }
    }

    /** Closes the port and breaks every connection. */
    @Override
    public void close() {
        closeQuietly();
        open.forEach(Connection::close);
    }
}
