package cultivar.runtime.api;

import cultivar.runtime.generate.Sampling;
import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.ServeRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions} and {@code POST /v1/completions}, as OpenAI describes them. */
final class CompletionRoutes implements Routes {
    /** What OpenAI and vLLM give a text completion that does not say. */
    private static final int TEXT_TOKENS = 16;

    /** What the ids of answers begin with. */
    static final String CHAT_ID = "chatcmpl-";

    static final String TEXT_ID = "cmpl-";

    private final ServedModel model;
    private final Schemas schemas;
    private final Mixes mixes;
    private final Completions completions;

    CompletionRoutes(ServedModel model, Mixes mixes, Completions completions) {
        this.model = model;
        this.schemas = new Schemas(model.tokenizer());
        this.mixes = mixes;
        this.completions = completions;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/v1/chat/completions", this::chat);
        router.add("POST", "/v1/completions", this::text);
    }

    private Reply chat(ApiRequest request) throws InterruptedException {
        CommonFields common = new CommonFields(model, schemas, request);
        Fields fields = common.fields();
        AdapterMix mix = mixes.of(fields);
        if (!fields.node("tool_choice").asString("").equals("none")) {
            fields.refuse("tools", "this server calls no tools.");
        }
        fields.refuse("functions", "this server calls no functions.");
        fields.refuse("audio", "this server answers in text.");
        fields.refuse("web_search_options", "this server searches nothing.");
        boolean likely = fields.flag("logprobs", false);
        int top = fields.whole("top_logprobs", 0, 0, Sampling.MOST_LOG_PROBABILITIES);
        if (top > 0 && !likely) {
            throw ApiException.invalid("top_logprobs", "top_logprobs goes with logprobs: true alone.");
        }
        // max_tokens is the older name.
        OptionalInt most = most(fields, fields.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens");
        int[] prompt = new ChatFields(model).prompt(fields);
        return completions.answer(
                new AnswerPlan(
                        CHAT_ID + common.id(),
                        mixes.name(fields),
                        common.requests(
                                "messages",
                                List.of(prompt),
                                mix,
                                most,
                                likely ? OptionalInt.of(top) : OptionalInt.empty()),
                        common.choices(),
                        new ChatFormat(texts(likely)),
                        false,
                        common.tokenIds(),
                        common.stream(),
                        common.includeUsage()),
                request.client());
    }

    private Reply text(ApiRequest request) throws InterruptedException {
        CommonFields common = new CommonFields(model, schemas, request);
        Fields fields = common.fields();
        AdapterMix mix = mixes.of(fields);
        fields.refuse("suffix", "this server only goes on from a prompt.");
        int choices = common.choices();
        if (fields.whole("best_of", choices, 1, Integer.MAX_VALUE) != choices) {
            throw ApiException.invalid("best_of", "best_of is not supported beyond n.");
        }
        boolean likely = fields.has("logprobs");
        int top = fields.whole("logprobs", 0, 0, Sampling.MOST_LOG_PROBABILITIES);
        boolean echo = fields.flag("echo", false);
        int most = fields.whole("max_tokens", TEXT_TOKENS, echo ? 0 : 1, Integer.MAX_VALUE);
        List<PromptField.Prompt> prompts = new PromptField(model).prompts(fields);
        // The engine makes a token always; where none is asked for it is not told.
        List<ServeRequest> requests = common.requests(
                "prompt",
                prompts.stream().map(PromptField.Prompt::ids).toList(),
                mix,
                OptionalInt.of(Math.max(1, most)),
                likely ? OptionalInt.of(top) : OptionalInt.empty());
        return completions.answer(
                new AnswerPlan(
                        TEXT_ID + common.id(),
                        mixes.name(fields),
                        requests.stream()
                                .map(each -> echo && likely ? each.withPromptLogProbabilities(top) : each)
                                .toList(),
                        choices,
                        new CompletionFormat(echoes(prompts, choices, echo), texts(likely)),
                        most == 0,
                        common.tokenIds(),
                        common.stream(),
                        common.includeUsage()),
                request.client());
    }

    private static List<PromptField.Prompt> echoes(List<PromptField.Prompt> prompts, int choices, boolean echo) {
        List<PromptField.Prompt> echoes = new ArrayList<>();
        for (PromptField.Prompt prompt : prompts) {
            echoes.addAll(Collections.nCopies(choices, echo ? prompt : PromptField.NONE));
        }
        return echoes;
    }

    private static OptionalInt most(Fields fields, String name) {
        return fields.has(name) ? OptionalInt.of(fields.whole(name, 1, 1, Integer.MAX_VALUE)) : OptionalInt.empty();
    }

    private @Nullable TokenTexts texts(boolean likely) {
        return likely ? new TokenTexts(model.tokenizer()) : null;
    }
}
