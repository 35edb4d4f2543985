package cultivar.runtime.http;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** What a route answers. */
public sealed interface Reply {
    /** One JSON value. */
    record Json(int status, JsonNode body) implements Reply {}

    /** A text of a type that is not JSON. */
    record Text(String contentType, String body) implements Reply {}

    /** Server-sent events, as long as the writer writes and the client listens. */
    record Events(EventWriter writer) implements Reply {}

    /** The usual answer. */
    static Reply ok(JsonNode body) {
        return new Json(200, body);
    }

    /** Plain words. */
    static Reply text(String body) {
        return new Text("text/plain; charset=utf-8", body);
    }

    /** Writes events on the thread of the answer. */
    @FunctionalInterface
    interface EventWriter {
        /** Writes until there is nothing more to say; an exception of the sink means that the client has gone. */
        void write(EventSink sink) throws IOException, InterruptedException;
    }

    /** Where events are written to. */
    interface EventSink {
        /** Sends an event at once. */
        void send(String id, String event, JsonNode data) throws IOException;

        /** Sends an event that has neither name nor number, as answers are streamed. */
        void send(JsonNode data) throws IOException;

        /** Sends the word that ends a stream. */
        void done() throws IOException;

        /** Sends nothing that a client would see, to find out whether it still listens. */
        void beat() throws IOException;
    }
}
