package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.schema.SchemaException;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server refuses or cannot do, as OpenAI would say it. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int RETRY_SECONDS = 1;

    private Refusals() {}

    static ApiException of(ServeException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case UNKNOWN_ADAPTER -> new ApiException(404, "model_not_found", message, e).about("model");
            case BAD_ADAPTER -> new ApiException(400, "invalid_adapter", message, e).about("model");
            case BAD_PROMPT -> new ApiException(400, "invalid_prompt", message, e);
            case TOO_LONG -> new ApiException(400, "context_length_exceeded", message, e);
            case TOO_MANY -> new ApiException(400, "too_many_choices", message, e);
            case BUSY -> new ApiException(429, "rate_limit_exceeded", message, e).retryAfter(RETRY_SECONDS);
            case CLOSED -> closing();
            case FAILED -> new ApiException(503, "engine_failed", message, e);
        };
    }

    /** Why there is no whole answer. */
    static ApiException of(ServeOutcome.GivenUp outcome) {
        return switch (outcome.why()) {
            case DEADLINE ->
                new ApiException(504, "deadline_exceeded", "The answer was not ready by its deadline and was given up.")
                        .forGood();
            case SERVER_CLOSED -> closing();
            case CANCELLED -> new ApiException(503, "cancelled", "The request was cancelled.");
        };
    }

    static ApiException of(ServeOutcome.Failed outcome) {
        RuntimeException reason = outcome.reason();
        if (reason instanceof ServeException e) {
            return of(e);
        }
        if (reason instanceof SchemaException) {
            return ApiException.invalid("response_format", String.valueOf(reason.getMessage()));
        }
        LOG.warn("An answer failed", reason);
        return new ApiException(500, "engine_error", "The engine failed at this request; see its log.").forGood();
    }

    private static ApiException closing() {
        return new ApiException(503, "closing", "The server is about to end.").retryAfter(RETRY_SECONDS);
    }
}
