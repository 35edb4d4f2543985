package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.ServeStatus;
import cultivar.runtime.serve.Serving;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /health}, which needs no token, and {@code GET /metrics} for Prometheus, with vLLM's names under a prefix of
 * our own.
 */
final class StatusRoutes implements Routes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PREFIX = "cultivar:";

    private final String model;
    private final Serving serving;
    private final Meters meters;

    StatusRoutes(String model, Serving serving, Meters meters) {
        this.model = model;
        this.serving = serving;
        this.meters = meters;
    }

    @Override
    public void addTo(Router router) {
        router.addOpen("GET", "/health", request -> health());
        router.add("GET", "/metrics", request -> new Reply.Text("text/plain; version=0.0.4; charset=utf-8", metrics()));
    }

    private Reply health() {
        if (!serving.alive()) {
            throw new ApiException(503, "engine_failed", "The engine has failed; its log says why. Start it again.");
        }
        return Reply.ok(JSON.createObjectNode().put("status", "ok"));
    }

    private String metrics() {
        ServeStatus status = serving.status();
        return new MetricsText(model)
                .gauge(PREFIX + "num_requests_running", "Requests in the batch.", status.running())
                .gauge(PREFIX + "num_requests_waiting", "Requests in the queue.", status.waiting())
                .gauge(
                        PREFIX + "kv_cache_usage_perc",
                        "Part of the batch's memory for keys and values that is in use; 1 is all.",
                        status.cacheCapacity() == 0 ? 0 : (double) status.cacheTokens() / status.cacheCapacity())
                .counter(PREFIX + "prompt_tokens_total", "Tokens of prompts that were computed.", status.promptTokens())
                .counter(PREFIX + "generation_tokens_total", "Tokens that were answered.", status.newTokens())
                .counter(
                        PREFIX + "prefix_cache_queries_total",
                        "Tokens of prompts that were looked for in the cache.",
                        status.promptTokens() + status.cachedTokens())
                .counter(
                        PREFIX + "prefix_cache_hits_total",
                        "Tokens of prompts that were found in the cache.",
                        status.cachedTokens())
                .counter(PREFIX + "iterations_total", "Computations of the batch.", status.steps())
                .by(
                        "finished_reason",
                        PREFIX + "request_success_total",
                        "counter",
                        "Answers that ended, by how they did.",
                        ends())
                .by(
                        "tier",
                        PREFIX + "adapter_hits_total",
                        "counter",
                        "Requests by where their adapter lay when they came.",
                        tiers(status.readyHits(), status.warmHits(), status.coldHits()))
                .by("tier", PREFIX + "adapters", "gauge", "Adapters by where they lie.", adapters())
                .by(
                        "tier",
                        PREFIX + "adapter_bytes",
                        "gauge",
                        "Memory that adapters hold.",
                        tiers(status.readyBytes(), status.warmBytes(), 0))
                .gauge(
                        PREFIX + "adapter_slab_bytes",
                        "Memory in which copies of the batch's adapters lie side by side.",
                        (double) status.slabBytes())
                .histogram(
                        PREFIX + "time_to_first_token_seconds", "Until an answer's first token.", meters.firstToken())
                .histogram(PREFIX + "time_per_output_token_seconds", "From token to token.", meters.nextToken())
                .histogram(PREFIX + "request_queue_time_seconds", "Until an answer was begun.", meters.queued())
                .histogram(PREFIX + "e2e_request_latency_seconds", "Until an answer's end.", meters.whole())
                .toString();
    }

    private Map<String, Long> ends() {
        Map<String, Long> ends = new LinkedHashMap<>();
        for (Meters.End end : Meters.End.values()) {
            ends.put(end.name().toLowerCase(Locale.ROOT), meters.ended(end));
        }
        return ends;
    }

    private static Map<String, Long> tiers(long ready, long warm, long cold) {
        Map<String, Long> tiers = new LinkedHashMap<>();
        tiers.put("ready", ready);
        tiers.put("warm", warm);
        tiers.put("cold", cold);
        return tiers;
    }

    private Map<String, Long> adapters() {
        Map<String, Long> tiers = tiers(0, 0, 0);
        for (AdapterShelf.Entry entry : serving.shelf().entries()) {
            tiers.merge(entry.tier().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        }
        return tiers;
    }
}
