package cultivar.runtime.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP on loopback, on a port that the system chooses. */
final class EngineServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private EngineServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @param onRequest told of every request that knows the token
     */
    static EngineServer start(String token, List<Routes> routes, Runnable onRequest) throws IOException {
        // Without it small events wait for each other in the kernel.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        EngineServer server = new EngineServer(http);
        Router router = new Router();
        routes.forEach(group -> group.addTo(router));
        http.setExecutor(server.threads);
        http.createContext("/", new HttpFront(new Guard(server.port(), token), router, onRequest));
        http.start();
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
