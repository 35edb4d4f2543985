package cultivar.runtime.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those in who know the token, and only under a name of this machine: a web page that has its own name point
 * here (DNS rebinding) sends that name.
 */
final class Guard {
    private static final String BEARER = "Bearer ";

    private final Set<String> hosts;
    private final byte[] token;

    Guard(int port, String token) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    void checkHost(@Nullable String host) {
        if (host == null || !hosts.contains(host)) {
            throw new ApiException(403, "host_not_allowed", "The engine answers only under 127.0.0.1 and localhost.");
        }
    }

    void checkToken(@Nullable String authorization) {
        byte[] given = authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        if (!MessageDigest.isEqual(given, token)) {
            throw new ApiException(
                    401, "invalid_api_key", "The token is missing or wrong. Take it from engine.json in the home.");
        }
    }
}
