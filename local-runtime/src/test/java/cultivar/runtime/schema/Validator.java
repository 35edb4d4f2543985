package cultivar.runtime.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Says whether a value satisfies a schema, for the keywords that are supported, by the words of the specification. */
final class Validator {
    private final JsonNode document;

    Validator(JsonNode document) {
        this.document = document;
    }

    boolean isValid(JsonNode value) {
        return isValid(document, value);
    }

    private boolean isValid(JsonNode schema, JsonNode value) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        if (schema.has("$ref")) {
            return isValid(document.at(schema.path("$ref").stringValue().substring(1)), value);
        }
        return hasType(schema, value)
                && isListed(schema, value)
                && isCombined(schema, value)
                && (!value.isString() || isText(schema, value.stringValue()))
                && (!value.isNumber() || isNumber(schema, value.decimalValue()))
                && (!value.isArray() || isArray(schema, value))
                && (!value.isObject() || isObject(schema, value));
    }

    private static boolean hasType(JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        List<String> types = type.isString()
                ? List.of(type.stringValue())
                : type.valueStream().map(JsonNode::stringValue).toList();
        return types.isEmpty()
                || types.stream().anyMatch(one -> switch (one) {
                    case "string" -> value.isString();
                    case "number" -> value.isNumber();
                    case "integer" ->
                        value.isNumber()
                                && value.decimalValue().stripTrailingZeros().scale() <= 0;
                    case "boolean" -> value.isBoolean();
                    case "null" -> value.isNull();
                    case "array" -> value.isArray();
                    case "object" -> value.isObject();
                    default -> throw new IllegalArgumentException(one);
                });
    }

    private static boolean isListed(JsonNode schema, JsonNode value) {
        return (!schema.has("const") || isEqual(schema.path("const"), value))
                && (!schema.has("enum") || schema.path("enum").valueStream().anyMatch(one -> isEqual(one, value)));
    }

    private static boolean isEqual(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    private boolean isCombined(JsonNode schema, JsonNode value) {
        return (!schema.has("anyOf") || holding(schema.path("anyOf"), value) > 0)
                && (!schema.has("oneOf") || holding(schema.path("oneOf"), value) == 1)
                && holding(schema.path("allOf"), value) == schema.path("allOf").size();
    }

    private long holding(JsonNode schemas, JsonNode value) {
        return schemas.valueStream().filter(schema -> isValid(schema, value)).count();
    }

    private static boolean isText(JsonNode schema, String text) {
        int length = text.codePointCount(0, text.length());
        return length >= schema.path("minLength").asInt(0)
                && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
                && Pattern.compile(schema.path("pattern").asString(""))
                        .matcher(text)
                        .find();
    }

    private static boolean isNumber(JsonNode schema, BigDecimal value) {
        return (!schema.has("minimum") || value.compareTo(schema.path("minimum").decimalValue()) >= 0)
                && (!schema.has("maximum")
                        || value.compareTo(schema.path("maximum").decimalValue()) <= 0)
                && (!schema.has("exclusiveMinimum")
                        || value.compareTo(schema.path("exclusiveMinimum").decimalValue()) > 0)
                && (!schema.has("exclusiveMaximum")
                        || value.compareTo(schema.path("exclusiveMaximum").decimalValue()) < 0);
    }

    private boolean isArray(JsonNode schema, JsonNode value) {
        return value.size() >= schema.path("minItems").asInt(0)
                && value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE)
                && (!schema.has("items") || value.valueStream().allMatch(item -> isValid(schema.path("items"), item)));
    }

    private boolean isObject(JsonNode schema, JsonNode value) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.stringValue())) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode of = schema.path("properties").path(member.getKey());
            JsonNode rule = of.isMissingNode() ? schema.path("additionalProperties") : of;
            if (!rule.isMissingNode() && !isValid(rule, member.getValue())) {
                return false;
            }
        }
        return true;
    }
}
