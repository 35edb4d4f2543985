package cultivar.runtime.schema;

import cultivar.runtime.schema.Rules.Listed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Turns the values that a schema lists into a rule. */
final class EnumerationReader {
    private EnumerationReader() {}

    /** @param keyword {@code const} or {@code enum} */
    static Rule read(JsonNode schema, String keyword, String at) {
        List<JsonNode> given = new ArrayList<>();
        if (keyword.equals("const")) {
            given.add(schema.path("const"));
        } else if (!schema.path("enum").isArray()) {
            throw SchemaReader.refused("\"enum\" must be an array of values", at);
        } else {
            schema.path("enum").forEach(given::add);
        }
        List<String> types = schema.has("type") ? SchemaReader.types(schema, at) : List.of();
        List<String> texts = given.stream()
                .filter(value -> types.isEmpty() || types.stream().anyMatch(type -> isOf(value, type)))
                .map(JsonNode::toString)
                .toList();
        if (texts.isEmpty()) {
            throw SchemaReader.refused("\"" + keyword + "\" has no value of the type", at);
        }
        if (!texts.stream().allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode)) {
            throw SchemaReader.refused("\"" + keyword + "\" has half of a character, which cannot be written", at);
        }
        return new Listed(Names.of(texts));
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }
}
