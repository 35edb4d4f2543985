package cultivar.runtime.hub;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer whose redirects were followed.
 *
 * @param uri where it came from at last
 * @param fromHub whether that is the hub itself, rather than a host that it sent us to
 */
record HubResponse(int status, HttpHeaders headers, URI uri, boolean fromHub, BodyReader body)
        implements AutoCloseable {
    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    OptionalLong length() {
        try {
            return headers.firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
