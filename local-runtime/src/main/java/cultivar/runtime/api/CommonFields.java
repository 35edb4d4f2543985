package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.ServeRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What chat and text completions ask for in the same words. Fields of OpenAI's that change nothing here are taken and
 * ignored ({@code user, store, metadata, service_tier} and others, and those that nobody knows, as with vLLM); those that
 * would change the answer are refused by name. {@code timeout} (seconds), or the header {@code x-request-timeout}, is this
 * program's own: an answer that has not ended by then is given up.
 */
final class CommonFields {
    private static final int MOST_CHOICES = 128;
    private static final int LONGEST_ID = 200;
    private static final double LONGEST_TIMEOUT = 86_400;

    private final Fields fields;
    private final ServedModel model;
    private final ApiRequest request;
    private final SamplingFields sampling;

    CommonFields(ServedModel model, Schemas schemas, ApiRequest request) {
        this.model = model;
        this.request = request;
        this.fields = new Fields(request.body());
        this.sampling = new SamplingFields(fields, model, schemas);
        fields.refuse("use_beam_search", "tokens are drawn one by one.");
        fields.refuse("prompt_logprobs", "ask a text completion for echo with logprobs.");
        fields.refuse("bad_words", "give logit_bias -100 for their tokens.");
        fields.refuse("include_stop_str_in_output", "an answer ends before its stop.");
        fields.refuse("truncate_prompt_tokens", "shorten the prompt.");
        fields.refuseOff("skip_special_tokens", "answers are without control tokens.");
    }

    Fields fields() {
        return fields;
    }

    /** What tells the request from others, as the client named it or of this server's own making. */
    String id() {
        return fields.text("request_id")
                .map(this::checked)
                .orElseGet(() -> UUID.randomUUID().toString().replace("-", ""));
    }

    /** An id has to stand in the path of a URL. */
    private String checked(String id) {
        int letters = id.codePointCount(0, id.length());
        if (letters < 1 || letters > LONGEST_ID || id.codePoints().anyMatch(CommonFields::unfit)) {
            throw fields.wrong(
                    "request_id", "a text of 1 to " + LONGEST_ID + " letters without control characters or \"/\"");
        }
        return id;
    }

    private static boolean unfit(int letter) {
        // Half of a pair is no letter, and cannot be sent.
        return letter == '/' || Character.isISOControl(letter) || Character.getType(letter) == Character.SURROGATE;
    }

    int choices() {
        return fields.whole("n", 1, 1, MOST_CHOICES);
    }

    boolean stream() {
        return fields.flag("stream", false);
    }

    boolean tokenIds() {
        return fields.flag("return_token_ids", false);
    }

    boolean includeUsage() {
        boolean wanted = fields.object("stream_options")
                .map(options -> options.flag("include_usage", false))
                .orElse(false);
        if (fields.has("stream_options") && !stream()) {
            throw ApiException.invalid("stream_options", "stream_options goes with stream: true alone.");
        }
        return wanted;
    }

    /**
     * One request for each choice of each prompt. A prompt that fills the context, alone or with the tokens that are asked
     * for, is refused, as with OpenAI.
     *
     * @param promptParam the field that prompts come from
     * @param maxTokens as asked for; empty for all that the context holds
     * @param logProbabilities how many of the likeliest tokens are told with each, empty to tell none
     */
    List<ServeRequest> requests(
            String promptParam,
            List<int[]> prompts,
            AdapterMix mix,
            OptionalInt maxTokens,
            OptionalInt logProbabilities) {
        int choices = choices();
        if ((long) choices * prompts.size() > PromptField.MOST) {
            throw ApiException.invalid("n", "A request may ask for at most " + PromptField.MOST + " answers.");
        }
        Instant deadline = deadline();
        List<ServeRequest> requests = new ArrayList<>();
        for (int[] prompt : prompts) {
            int room = model.context() - prompt.length;
            if (room < Math.max(1, maxTokens.orElse(1))) {
                throw tooLong(prompt.length, maxTokens).about(promptParam);
            }
            for (int i = 0; i < choices; i++) {
                requests.add(new ServeRequest(
                        prompt,
                        mix,
                        sampling.sampling(i, logProbabilities),
                        sampling.stopping(maxTokens.orElse(room)),
                        deadline));
            }
        }
        return requests;
    }

    private ApiException tooLong(int prompt, OptionalInt maxTokens) {
        String holds = "This model's context holds " + model.context() + " tokens. The prompt has " + prompt;
        String message = prompt >= model.context()
                ? holds + ", which leaves none for an answer: shorten it."
                : holds + " and " + maxTokens.orElse(1) + " are asked for: shorten it or ask for fewer.";
        return new ApiException(400, "context_length_exceeded", message);
    }

    private @Nullable Instant deadline() {
        double seconds = fields.number("timeout", 0, 0, LONGEST_TIMEOUT);
        String header = request.headers().get("x-request-timeout");
        if (seconds == 0 && header != null) {
            try {
                seconds = Double.parseDouble(header);
            } catch (NumberFormatException e) {
                throw ApiException.invalid("x-request-timeout", "x-request-timeout must be a number of seconds.");
            }
            if (!(seconds >= 0 && seconds <= LONGEST_TIMEOUT)) {
                throw ApiException.invalid("x-request-timeout", "x-request-timeout must be from 0 to 86400 seconds.");
            }
        }
        return seconds == 0 ? null : Instant.now().plusMillis(Math.max(1, Math.round(seconds * 1000)));
    }
}
