package cultivar.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between connections and routes: the guard, the limits on what is read, and errors as JSON. */
final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Guard guard;
    private final Router router;
    private final int largestBody;
    private final Runnable onRequest;
    private final Object lock = new Object();
    private int answering;
    private boolean draining;

    HttpFront(Guard guard, Router router, int largestBody, Runnable onRequest) {
        this.guard = guard;
        this.router = router;
        this.largestBody = largestBody;
        this.onRequest = onRequest;
    }

    /** Reads a request; gives what makes and sends its answer, or nothing where it was answered already. */
    Optional<Runnable> receive(Exchange exchange) throws IOException {
        try {
            guard.checkHost(exchange.header("host"));
            Optional<Map<String, String>> preflight = guard.preflight(exchange);
            if (preflight.isPresent()) {
                exchange.respond(204, preflight.get(), new byte[0]);
                return Optional.empty();
            }
            guard.checkOrigin(exchange.header("origin"), exchange.header("host"));
            Router.Match match = match(exchange);
            ApiRequest request = new ApiRequest(
                    match.path(),
                    query(exchange.head().query()),
                    exchange.head().headers(),
                    body(exchange.body(largestBody)),
                    exchange);
            begin();
            return Optional.of(() -> answer(exchange, match.handler(), request));
        } catch (ApiException e) {
            refuse(exchange, e);
            return Optional.empty();
        }
    }

    private Router.Match match(Exchange exchange) {
        Router.Match match;
        try {
            match = router.find(exchange.head().method(), exchange.head().path());
        } catch (ApiException e) {
            // What there is, is nobody's business without the token.
            guard.checkToken(exchange.header("authorization"));
            throw e;
        }
        if (!match.open()) {
            guard.checkToken(exchange.header("authorization"));
            onRequest.run();
        }
        return match;
    }

    private void begin() {
        synchronized (lock) {
            if (draining) {
                throw new ApiException(503, "closing", "The server is about to end.").retryAfter(5);
            }
            answering++;
        }
    }

    private void end() {
        synchronized (lock) {
            answering--;
            lock.notifyAll();
        }
    }

    /** Refuses what comes from now on and waits for the answers under way. */
    void drain(Duration longest) throws InterruptedException {
        long until = System.nanoTime() + longest.toNanos();
        synchronized (lock) {
            draining = true;
            for (long left = longest.toMillis(); answering > 0 && left > 0; ) {
                lock.wait(left);
                left = (until - System.nanoTime()) / 1_000_000;
            }
        }
    }

    private void answer(Exchange exchange, Router.Handler handler, ApiRequest request) {
        try {
            try {
                write(exchange, handler.handle(request));
            } catch (ApiException e) {
                refuse(exchange, e);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                LOG.warn(
                        "{} {} failed",
                        exchange.head().method(),
                        exchange.head().path(),
                        e);
                refuse(exchange, new ApiException(500, "engine_error", "The engine failed; see its log.").forGood());
            }
        } catch (IOException e) {
            exchange.last();
            LOG.debug("A client has gone", e);
        } catch (InterruptedException e) {
            exchange.last();
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    void refuse(Exchange exchange, ApiException e) throws IOException {
        Map<String, String> headers = new HashMap<>(e.headers());
        writeBytes(exchange, e.status(), "application/json", headers, JSON.writeValueAsBytes(e.json()));
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

    private static ObjectNode body(byte[] bytes) {
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

    private void write(Exchange exchange, Reply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Reply.Json(int status, JsonNode body) ->
                writeBytes(exchange, status, "application/json", new HashMap<>(), JSON.writeValueAsBytes(body));
            case Reply.Text(String type, String body) ->
                writeBytes(exchange, 200, type, new HashMap<>(), body.getBytes(StandardCharsets.UTF_8));
            case Reply.Events(Reply.EventWriter writer) -> {
                OutputStream out = exchange.stream(headers(exchange, "text/event-stream; charset=utf-8"));
                writer.write(new Sink(out));
                out.close();
            }
        }
    }

    private void writeBytes(Exchange exchange, int status, String type, Map<String, String> more, byte[] bytes)
            throws IOException {
        more.putAll(headers(exchange, type));
        exchange.respond(status, more, bytes);
    }

    private Map<String, String> headers(Exchange exchange, String type) {
        Map<String, String> headers = guard.headers(exchange.header("origin"));
        headers.put("content-type", type);
        headers.put("cache-control", "no-store");
        return headers;
    }

    private record Sink(OutputStream out) implements Reply.EventSink {
        @Override
        public void send(String id, String event, JsonNode data) throws IOException {
            line("id: " + id + "\nevent: " + event + "\ndata: " + JSON.writeValueAsString(data) + "\n\n");
        }

        @Override
        public void send(JsonNode data) throws IOException {
            line("data: " + JSON.writeValueAsString(data) + "\n\n");
        }

        @Override
        public void done() throws IOException {
            line("data: [DONE]\n\n");
        }

        @Override
        public void beat() throws IOException {
            // An empty line is no event. A comment would be none either, but some clients glue it to what comes next.
            line("\n");
        }

        private void line(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
