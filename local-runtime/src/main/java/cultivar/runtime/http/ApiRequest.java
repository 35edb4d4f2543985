package cultivar.runtime.http;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that has passed the guard.
 *
 * @param path what stands for the pattern's names, such as {@code id}
 * @param query the parameters after the question mark; of several of one name the last
 * @param headers the headers that routes look at, by lower-case name
 * @param body the JSON object that was sent; empty if none was
 * @param client who waits for the answer
 */
public record ApiRequest(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        ObjectNode body,
        Client client) {

    /** The part of the path that stands for a name of the pattern. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /** A parameter that is a whole number from 0 on. */
    public long number(String name, long otherwise) {
        String value = query.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, value);
        }
        throw wrong(name, value);
    }

    private static ApiException wrong(String name, String value) {
        return new ApiException(400, "invalid_value", name + " must be a whole number from 0, not " + value + ".");
    }

    /** Whether the client asks for server-sent events. */
    public boolean wantsEvents() {
        return Optional.ofNullable(headers.get("accept")).orElse("").contains("text/event-stream")
                || "true".equals(query.get("stream"));
    }
}
