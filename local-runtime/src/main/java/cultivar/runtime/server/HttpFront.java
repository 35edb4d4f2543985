package cultivar.runtime.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import cultivar.runtime.job.JobException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between HTTP and the routes: the guard, the limits on what is read, and errors as JSON. */
final class HttpFront implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int LARGEST_BODY = 1 << 20;

    /** What is read of a body that is too large before it is refused. */
    private static final int DRAINED = 8 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Guard guard;
    private final Router router;
    private final Runnable onRequest;

    HttpFront(Guard guard, Router router, Runnable onRequest) {
        this.guard = guard;
        this.router = router;
        this.onRequest = onRequest;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                write(exchange, answer(exchange));
            } catch (ApiException e) {
                writeJson(exchange, e.status(), error(e));
            } catch (JobException e) {
                ApiException known = ApiException.of(e);
                writeJson(exchange, known.status(), error(known));
            } catch (RuntimeException e) {
                LOG.warn(
                        "{} {} failed",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        e);
                writeJson(
                        exchange, 500, error(new ApiException(500, "engine_error", "The engine failed; see its log.")));
            }
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        guard.checkHost(headers.getFirst("Host"));
        URI uri = exchange.getRequestURI();
        Router.Match match;
        try {
            match = router.find(exchange.getRequestMethod(), uri.getPath());
        } catch (ApiException e) {
            // What there is, is nobody's business without the token.
            guard.checkToken(headers.getFirst("Authorization"));
            throw e;
        }
        if (!match.open()) {
            guard.checkToken(headers.getFirst("Authorization"));
            onRequest.run();
        }
        return match.handler()
                .handle(new ApiRequest(match.path(), query(uri.getRawQuery()), first(headers), body(exchange)));
    }

    private static Map<String, String> first(Headers headers) {
        Map<String, String> first = new HashMap<>();
        headers.forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return first;
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw == null) {
            return query;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                query.put(
                        URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8),
                        equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new ApiException(400, "invalid_value", "The query " + pair + " is badly encoded.");
            }
        }
        return query;
    }

    private static ObjectNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            // A client that is still sending would not see the answer if the connection closed now.
            exchange.getRequestBody().readNBytes(DRAINED);
            throw new ApiException(413, "too_large", "A request may have at most " + LARGEST_BODY + " bytes.");
        }
        if (bytes.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new ApiException(400, "invalid_json", "The request is not valid JSON.");
        }
        throw new ApiException(400, "invalid_json", "The request must be one JSON object.");
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Json(int status, JsonNode body) -> writeJson(exchange, status, body);
            case Reply.Events(Reply.EventWriter writer) -> {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                exchange.sendResponseHeaders(200, 0);
                try {
                    writer.write(new Sink(exchange.getResponseBody()));
                } catch (IOException e) {
                    LOG.debug("A client has gone", e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void writeJson(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static ObjectNode error(ApiException e) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("error")
                .put("message", e.getMessage())
                .put("type", e.type())
                .putNull("param")
                .put("code", e.code());
        return json;
    }

    private record Sink(OutputStream out) implements Reply.EventSink {
        @Override
        public void send(String id, String event, JsonNode data) throws IOException {
            line("id: " + id + "\nevent: " + event + "\ndata: " + JSON.writeValueAsString(data) + "\n\n");
        }

        @Override
        public void done() throws IOException {
            line("data: [DONE]\n\n");
        }

        @Override
        public void beat() throws IOException {
            line(":\n\n");
        }

        private void line(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
