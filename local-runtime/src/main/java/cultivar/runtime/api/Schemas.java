package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.schema.JsonSchema;
import cultivar.runtime.schema.SchemaException;
import cultivar.runtime.text.Tokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an answer is held to: OpenAI's {@code response_format} of type {@code text}, {@code json_object} or {@code
 * json_schema}, and vLLM's older {@code guided_json}. The schemas used last are kept, since what was found out about one
 * serves the next request.
 */
final class Schemas {
    private static final int KEPT = 64;
    private static final List<String> OTHERS =
            List.of("guided_regex", "guided_choice", "guided_grammar", "structural_tag", "structured_outputs");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tokenizer tokenizer;
    private final Map<String, JsonSchema> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonSchema> eldest) {
            return size() > KEPT;
        }
    };

    Schemas(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The schema that a request asks for, or null. */
    @Nullable
    JsonSchema of(Fields fields) {
        OTHERS.forEach(name -> fields.refuse(name, "give a schema as response_format."));
        if (fields.has("guided_json")) {
            JsonNode guided = fields.node("guided_json");
            return schema("guided_json", guided.isString() ? guided.stringValue() : JSON.writeValueAsString(guided));
        }
        Fields format = fields.object("response_format").orElse(null);
        if (format == null) {
            return null;
        }
        return switch (format.node("type").asString("")) {
            case "text" -> null;
            case "json_object" -> schema("response_format", "{\"type\":\"object\"}");
            case "json_schema" -> {
                Fields named = format.object("json_schema")
                        .orElseThrow(() -> format.wrong("json_schema", "an object with a schema"));
                if (!named.node("schema").isObject()) {
                    throw named.wrong("schema", "a JSON schema");
                }
                yield schema("response_format", JSON.writeValueAsString(named.node("schema")));
            }
            default -> throw format.wrong("type", "text, json_object or json_schema");
        };
    }

    private JsonSchema schema(String param, String json) {
        synchronized (kept) {
            JsonSchema known = kept.get(json);
            if (known != null) {
                return known;
            }
        }
        try {
            JsonSchema schema = JsonSchema.of(json);
            // What cannot be begun is refused now, and what takes long is done here rather than in the batch.
            schema.begin(tokenizer);
            synchronized (kept) {
                kept.put(json, schema);
            }
            return schema;
        } catch (SchemaException e) {
            throw ApiException.invalid(param, String.valueOf(e.getMessage()));
        }
    }
}
