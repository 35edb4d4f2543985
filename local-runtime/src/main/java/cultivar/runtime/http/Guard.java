package cultivar.runtime.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those in who know the token, and only under names that the server has: a web page that has its own name point
 * here (DNS rebinding) sends that name. Pages of other origins are let in only where they were allowed by name.
 */
public final class Guard {
    /** The names of this machine for itself. */
    public static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private static final String BEARER = "Bearer ";

    private final Set<String> hosts;
    private final Set<String> origins;
    private final byte @Nullable [] token;
    private final String whereTheTokenIs;
    private final boolean ownPort;
    private volatile int port;

    /**
     * A guard for {@code cultivar serve}: it answers with any port, as a tunnel, a proxy or a container may have another than
     * the server.
     *
     * @param hosts names under which the server answers, in lower case and without a port. With more than those of
     *     {@link #LOOPBACK} it answers under any numerical address too
     * @param token what every request must bring, or null for none
     * @param whereTheTokenIs a sentence for those who have it not
     * @param origins of web pages whose scripts may ask, or {@code *} for any
     */
    public Guard(Set<String> hosts, @Nullable String token, String whereTheTokenIs, Set<String> origins) {
        this(hosts, token, whereTheTokenIs, origins, false);
    }

    private Guard(
            Set<String> hosts, @Nullable String token, String whereTheTokenIs, Set<String> origins, boolean ownPort) {
        this.hosts = Set.copyOf(hosts);
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        this.whereTheTokenIs = whereTheTokenIs;
        this.origins = Set.copyOf(origins);
        this.ownPort = ownPort;
    }

    /** A guard for what only programs of this machine ask, always at the port that it listens on. */
    public static Guard ofOwnPort(String token, String whereTheTokenIs) {
        return new Guard(LOOPBACK, token, whereTheTokenIs, Set.of(), true);
    }

    void listensOn(int newPort) {
        port = newPort;
    }

    void checkHost(@Nullable String host) {
        if (host == null || !known(host.toLowerCase(Locale.ROOT))) {
            throw new ApiException(
                    403,
                    "host_not_allowed",
                    "The server answers only under its own names: "
                            + String.join(", ", hosts.stream().sorted().toList())
                            + (ownPort ? "." : ". Where it has another, name it with --allow-host NAME."));
        }
    }

    private boolean known(String host) {
        int colon = host.lastIndexOf(':');
        boolean bare = colon < 0 || host.endsWith("]");
        String name = bare ? host : host.substring(0, colon);
        if (ownPort) {
            return hosts.contains(name) && (host.equals(name + ":" + port) || (bare && port == 80));
        }
        // No name can be made to point here where there is a number instead of one.
        boolean number = !LOOPBACK.containsAll(hosts) && (name.startsWith("[") || name.matches("[0-9.]+"));
        return number || hosts.contains(name);
    }

    void checkToken(@Nullable String authorization) {
        if (token == null) {
            return;
        }
        // A scheme's name is the same in any case (RFC 9110, 11.1), and a head is read as if each byte were a letter.
        byte[] given = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.ISO_8859_1)
                : new byte[0];
        if (!MessageDigest.isEqual(given, token)) {
            throw new ApiException(401, "invalid_api_key", "The token is missing or wrong. " + whereTheTokenIs);
        }
    }

    /** A page can send some requests without asking first, and where no token is needed they would be obeyed. */
    void checkOrigin(@Nullable String origin, @Nullable String host) {
        if (origin != null && !allows(origin) && !origin.equalsIgnoreCase("http://" + host)) {
            throw new ApiException(
                    403, "origin_not_allowed", "Pages of " + origin + " may not ask here; see --allow-origin.");
        }
    }

    private boolean allows(String origin) {
        return origins.contains(origin) || origins.contains("*");
    }

    /** Headers for the browser of a page that is let in; none for others, and none where no page is. */
    Map<String, String> headers(@Nullable String origin) {
        Map<String, String> headers = new TreeMap<>();
        if (!origins.isEmpty()) {
            headers.put("vary", "origin");
            if (origin != null && allows(origin)) {
                headers.put("access-control-allow-origin", origins.contains("*") ? "*" : origin);
                headers.put("access-control-expose-headers", "retry-after");
            }
        }
        return headers;
    }

    /** The answer to a browser that asks what a page may do (the CORS protocol's preflight), where it is one. */
    Optional<Map<String, String>> preflight(Exchange exchange) {
        String origin = exchange.header("origin");
        if (!exchange.head().method().equals("OPTIONS")
                || origin == null
                || !allows(origin)
                || exchange.header("access-control-request-method") == null) {
            return Optional.empty();
        }
        Map<String, String> headers = headers(origin);
        headers.put("access-control-allow-methods", "GET, POST, DELETE");
        headers.put("access-control-max-age", "600");
        String wanted = exchange.header("access-control-request-headers");
        if (wanted != null) {
            headers.put("access-control-allow-headers", wanted);
        }
        return Optional.of(headers);
    }
}
