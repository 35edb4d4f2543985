package cultivar.runtime.server;

import cultivar.runtime.http.Guard;
import cultivar.runtime.http.Routes;
import cultivar.runtime.http.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The engine's interface: on loopback, on a port that the system chooses. */
final class EngineServer {
    /** A conversation that is too long for any model comes whole, to be told so. */
    private static final int LARGEST_BODY = 8 << 20;

    private EngineServer() {}

    /**
     * Begins to listen.
     *
     * @param onRequest told of every request that knows the token
     */
    static WebServer start(String token, List<Routes> routes, Runnable onRequest) throws IOException {
        Guard guard = Guard.ofOwnPort(token, "Take it from engine.json in the home.");
        return WebServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), guard, LARGEST_BODY, routes, onRequest);
    }
}
