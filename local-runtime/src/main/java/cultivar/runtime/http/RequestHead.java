package cultivar.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says before its body (RFC 9112). What can be read in two ways is refused, so that nobody before us
 * understands it otherwise.
 *
 * @param path without the query, percent signs resolved
 * @param headers by lower-case name; several of one name joined by commas
 * @param persistent whether the client may ask again on the same connection
 */
record RequestHead(
        String method,
        String path,
        @Nullable String query,
        Map<String, String> headers,
        boolean chunks,
        boolean persistent) {
    private static final int LARGEST = 32 << 10;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VERSION = Pattern.compile("HTTP/1\\.[01]");

    /** The next head; empty if the client has closed instead. */
    static Optional<RequestHead> read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        String first = lines.next();
        if (first != null && first.isEmpty()) {
            first = lines.next();
        }
        if (first == null) {
            return Optional.empty();
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3
                || !TOKEN.matcher(parts[0]).matches()
                || !VERSION.matcher(parts[2]).matches()) {
            throw bad("The request line is not one of HTTP/1.1.");
        }
        URI target = target(parts[1]);
        Map<String, String> headers = headers(lines);
        boolean latest = parts[2].endsWith("1");
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        boolean persistent = latest ? !connection.contains("close") : connection.contains("keep-alive");
        return Optional.of(
                new RequestHead(parts[0], target.getPath(), target.getRawQuery(), headers, latest, persistent));
    }

    /** Stands for one that cannot be read. */
    static RequestHead unreadable() {
        return new RequestHead("GET", "", null, Map.of(), true, false);
    }

    private static URI target(String target) {
        try {
            URI uri = new URI(target.startsWith("/") ? "http://localhost" + target : target).parseServerAuthority();
            if (uri.getPath() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw bad("The address that the request asks for is malformed.");
    }

    private static Map<String, String> headers(Lines lines) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = lines.next(); line == null || !line.isEmpty(); line = lines.next()) {
            int colon = line == null ? -1 : line.indexOf(':');
            if (line == null
                    || colon < 0
                    || !TOKEN.matcher(line.substring(0, colon)).matches()) {
                throw bad("A header of the request is malformed.");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String other = headers.put(name, line.substring(colon + 1).strip());
            if (other != null) {
                if (name.equals("content-length") || name.equals("host") || name.equals("transfer-encoding")) {
                    throw bad("The request has the header " + name + " twice.");
                }
                headers.compute(name, (key, value) -> other + ", " + value);
            }
        }
        return headers;
    }

    private static ApiException bad(String message) {
        return new ApiException(400, "bad_request", message);
    }

    /** Lines up to the largest head. */
    private static final class Lines {
        private final InputStream in;
        private int left = LARGEST;

        Lines(InputStream in) {
            this.in = in;
        }

        @Nullable
        String next() throws IOException {
            byte[] line = new byte[256];
            int length = 0;
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return null;
                }
                if (--left < 0) {
                    throw new ApiException(
                            431, "too_large", "The head of a request may have at most " + LARGEST + " bytes.");
                }
                if (length == line.length) {
                    line = Arrays.copyOf(line, 2 * length);
                }
                line[length++] = (byte) next;
            }
            int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            return new String(line, 0, end, StandardCharsets.ISO_8859_1);
        }
    }
}
