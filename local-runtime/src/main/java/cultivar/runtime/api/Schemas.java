package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.schema.JsonSchema;
import cultivar.runtime.schema.SchemaException;
import cultivar.runtime.text.Tokenizer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an answer is held to: OpenAI's {@code response_format} of type {@code text}, {@code json_object} or {@code
 * json_schema}, vLLM's {@code structured_outputs} with {@code json} or {@code json_object}, and its older {@code
 * guided_json}.
 */
final class Schemas {
    private static final List<String> OTHERS =
            List.of("guided_regex", "guided_choice", "guided_grammar", "structural_tag");

    private static final List<String> OTHER_OUTPUTS = List.of(
            "regex",
            "choice",
            "grammar",
            "structural_tag",
            "whitespace_pattern",
            "disable_any_whitespace",
            "disable_additional_properties");

    private static final String ANY_OBJECT = "{\"type\":\"object\"}";

    /** A number beyond all doubles is no JSON then, rather than a text. */
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private final KeptSchemas kept;

    Schemas(Tokenizer tokenizer) {
        this.kept = new KeptSchemas(tokenizer);
    }

    /** The schema that a request asks for, or null. */
    @Nullable
    JsonSchema of(Fields fields) {
        OTHERS.forEach(name -> fields.refuse(name, "give a schema as response_format."));
        List<JsonSchema> asked = Stream.of(guided(fields), structured(fields), format(fields))
                .filter(Objects::nonNull)
                .toList();
        if (asked.size() > 1) {
            throw ApiException.invalid(
                    "response_format",
                    "response_format, structured_outputs and guided_json all say what the answer is held to. Give one"
                            + " of them.");
        }
        return asked.isEmpty() ? null : asked.getFirst();
    }

    private @Nullable JsonSchema guided(Fields fields) {
        return fields.has("guided_json") ? schema(fields, "guided_json") : null;
    }

    private @Nullable JsonSchema format(Fields fields) {
        Fields format = fields.object("response_format").orElse(null);
        if (format == null) {
            return null;
        }
        return switch (format.node("type").asString("")) {
            case "text" -> null;
            case "json_object" -> schema("response_format", ANY_OBJECT);
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

    /** One of vLLM's ways to say what {@code response_format} says; null if it says nothing. */
    private @Nullable JsonSchema structured(Fields fields) {
        Fields outputs = fields.object("structured_outputs").orElse(null);
        if (outputs == null) {
            return null;
        }
        OTHER_OUTPUTS.forEach(name -> outputs.refuse(name, "give a schema as json."));
        if (outputs.has("json")) {
            return schema(outputs, "json");
        }
        return outputs.flag("json_object", false) ? schema(outputs.param("json_object"), ANY_OBJECT) : null;
    }

    /** A schema that a field holds, as an object or as its text. */
    private JsonSchema schema(Fields fields, String name) {
        JsonNode given = fields.node(name);
        return schema(fields.param(name), given.isString() ? given.stringValue() : JSON.writeValueAsString(given));
    }

    private JsonSchema schema(String param, String json) {
        try {
            return kept.of(json);
        } catch (SchemaException e) {
            throw ApiException.invalid(param, String.valueOf(e.getMessage()));
        }
    }
}
