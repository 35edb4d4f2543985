package cultivar.runtime.client;

import cultivar.runtime.api.MixJson;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.job.JobException;
import cultivar.runtime.serve.AdapterMix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One answer of the engine, streamed. {@link #await} on one thread; the rest on any. */
public final class EngineAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(EngineAnswer.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DATA = "data:";
    private static final String WENT_DOWN = "The engine went down while it answered. Ask again to start it anew.";
    private static final String DONE = "[DONE]";

    private record Open(EngineClient client, InputStream body) {}

    /** Follows an answer, on the thread that waits for it. */
    public interface Listener {
        /** More of it has come. */
        void onText(String more);

        /** What comes from here on is computed at other strengths than it began at. */
        void onMix(AdapterMix mix);
    }

    private final EngineLink link;
    private final ServedBase base;
    private final EngineQuestion question;
    private final String id = UUID.randomUUID().toString();
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> ids = new ArrayList<>();
    private long asked;
    private long first;
    private long last;
    private @Nullable String finish;
    private @Nullable JsonNode stop;
    private boolean done;

    // Guarded by this.
    private boolean stopped;
    private @Nullable Thread asking;
    private boolean hurried;
    private boolean telling;
    private AdapterMix told;
    private AdapterMix wanted;
    private @Nullable Open open;

    EngineAnswer(EngineLink link, ServedBase base, EngineQuestion question) {
        this.link = link;
        this.base = base;
        this.question = question;
        this.told = question.mix();
        this.wanted = question.mix();
    }

    /**
     * Asks, and waits for the end; where it was stopped, what had come by then.
     *
     * @param promptTokens of the question
     * @throws JobException with one line if the engine refuses, fails, or goes down on the way
     */
    public Generation await(int promptTokens, Listener listener) {
        int tokens = Math.min(question.maxTokens(), Math.max(1, base.context() - promptTokens));
        asked = System.nanoTime();
        try {
            if (asks()) {
                stream(tokens, listener);
            }
        } catch (IOException e) {
            LOG.debug("The answer broke off", e);
            if (Thread.currentThread().isInterrupted()) {
                stop();
            }
        } catch (JobException e) {
            if (!isStopped()) {
                throw e;
            }
        } finally {
            asksNoMore();
        }
        if (!done && !isStopped()) {
            throw new JobException(JobException.Kind.FAILED, WENT_DOWN);
        }
        return made(tokens < question.maxTokens());
    }

    private void stream(int tokens, Listener listener) throws IOException {
        EngineClient client = link.connect().client();
        try (InputStream in = client.stream(question.toJson(base.name(), id, tokens))) {
            begin(new Open(client, in));
            read(in, listener);
        }
    }

    /** False where it was stopped already. This thread is interrupted where that comes before there is anything to close. */
    private synchronized boolean asks() {
        asking = Thread.currentThread();
        return !stopped;
    }

    private synchronized void asksNoMore() {
        asking = null;
        if (hurried) {
            // That was for this wait alone.
            boolean _ = Thread.interrupted();
        }
    }

    /** It is with the engine: what was wanted meanwhile is told now. */
    private synchronized void begin(Open begun) {
        open = begun;
        if (stopped) {
            stop();
        } else {
            tell(begun.client());
        }
    }

    private void read(InputStream in, Listener listener) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        // To the very end, so that the connection can be used again.
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith(DATA)) {
                continue;
            }
            String data = line.substring(DATA.length()).strip();
            if (data.equals(DONE)) {
                done = true;
            } else {
                take(event(data), listener);
            }
        }
    }

    private static JsonNode event(String data) throws IOException {
        try {
            return JSON.readTree(data);
        } catch (JacksonException e) {
            throw new IOException("the engine's answer is no JSON", e);
        }
    }

    private void take(JsonNode event, Listener listener) {
        JsonNode error = event.path("error");
        if (error.isObject()) {
            // Its server closes where another base or other memory is wanted, or where it ends.
            throw new JobException(
                    JobException.Kind.FAILED,
                    error.path("code").asString("").equals("closing")
                            ? WENT_DOWN
                            : error.path("message").asString("The engine failed."));
        }
        JsonNode choice = event.path("choices").path(0);
        last = System.nanoTime();
        if (first == 0) {
            first = last;
        }
        choice.path("token_ids").forEach(token -> ids.add(token.asInt()));
        if (choice.path("finish_reason").isString()) {
            finish = choice.path("finish_reason").stringValue();
            stop = choice.path("stop_reason");
        }
        String more = choice.path("delta").path("content").asString("");
        if (!more.isEmpty()) {
            text.append(more);
            listener.onText(more);
        }
        JsonNode adapters = choice.path("cultivar").path("adapters");
        if (adapters.isArray()) {
            listener.onMix(MixJson.read(adapters));
        }
    }

    private Generation made(boolean cutByContext) {
        StopReason reason = reason(cutByContext);
        boolean ended = reason == StopReason.END_TOKEN || reason == StopReason.STOP_TOKEN;
        int own = ended && !ids.isEmpty() ? ids.size() - 1 : ids.size();
        double seconds = (last - first) / 1e9;
        return new Generation(
                new int[0],
                IntStream.range(0, own).map(ids::get).toArray(),
                text.toString(),
                own > 1 && seconds > 0 ? (own - 1) / seconds : 0,
                first == 0 ? 0 : (first - asked) / 1e9,
                reason,
                reason == StopReason.STOP_STRING && stop != null ? stop.asString("") : null);
    }

    private StopReason reason(boolean cutByContext) {
        if (finish == null) {
            return StopReason.CANCELLED;
        }
        if (finish.equals("length")) {
            return cutByContext ? StopReason.CONTEXT_FULL : StopReason.MAX_TOKENS;
        }
        if (stop != null && stop.isString()) {
            return StopReason.STOP_STRING;
        }
        return stop != null && stop.isNumber() ? StopReason.STOP_TOKEN : StopReason.END_TOKEN;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Ends it where it is. Does nothing where it has ended. */
    public synchronized void stop() {
        stopped = true;
        if (open == null && asking != null && !asking.equals(Thread.currentThread())) {
            hurried = true;
            asking.interrupt();
        }
        if (open != null) {
            try {
                // The engine sees that nobody reads any more.
                open.body().close();
            } catch (IOException e) {
                LOG.debug("The answer ended by itself", e);
            }
        }
    }

    /** Changes the strengths of its adapters as soon as the engine can. Returns at once. */
    public synchronized void mix(AdapterMix mix) {
        wanted = mix;
        if (open != null) {
            tell(open.client());
        }
    }

    /** The last of many changes counts, and a later one never overtakes an earlier one. */
    private synchronized void tell(EngineClient client) {
        if (!telling && !told.equals(wanted)) {
            telling = true;
            Thread.ofVirtual().name("strengths").start(() -> tellAll(client));
        }
    }

    private void tellAll(EngineClient client) {
        while (true) {
            ObjectNode change = JSON.createObjectNode();
            synchronized (this) {
                if (told.equals(wanted)) {
                    telling = false;
                    return;
                }
                told = wanted;
                change.set("adapters", MixJson.of(told));
            }
            try {
                client.strengths("chatcmpl-" + id, change);
            } catch (JobException e) {
                LOG.debug("The answer had ended before its strengths changed", e);
            }
        }
    }
}
