package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import cultivar.runtime.serve.AdapterMix;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /v1/chat/completions/{id}/adapters}, and the same of a text completion: other strengths for an answer that is
 * being made, from its next token on. Whoever wants to ask for that names the answer by {@code request_id}.
 */
final class StrengthRoutes implements Routes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Mixes mixes;
    private final Running running;

    StrengthRoutes(Mixes mixes, Running running) {
        this.mixes = mixes;
        this.running = running;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/v1/chat/completions/{id}/adapters", request -> change(CompletionRoutes.CHAT_ID, request));
        router.add("POST", "/v1/completions/{id}/adapters", request -> change(CompletionRoutes.TEXT_ID, request));
    }

    private Reply change(String kind, ApiRequest request) {
        String id = request.path("id");
        AdapterMix mix = mixes.strengths(new Fields(request.body()));
        boolean changed = id.startsWith(kind)
                && running.find(id).map(answers -> answers.mix(mix)).orElse(false);
        if (!changed) {
            throw new ApiException(
                    404, "not_found", "There is no answer \"" + id + "\" under way: it has ended or never was.");
        }
        return Reply.ok(JSON.createObjectNode().put("id", id).set("adapters", MixJson.of(mix)));
    }
}
