package cultivar.runtime.schema;

import cultivar.runtime.schema.Members.Property;
import cultivar.runtime.schema.Rules.Choice;
import cultivar.runtime.schema.Rules.Literal;
import cultivar.runtime.schema.Rules.Reference;
import cultivar.runtime.schema.Rules.Sequence;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Turns a schema into rules. A keyword that it does not know is refused by name, since an answer could break it. */
final class SchemaReader {
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "discriminator",
            "$comment",
            "$schema",
            "$id",
            "$defs",
            "definitions");
    private static final Set<String> ENUMERATIONS = Set.of("const", "enum");
    private static final Set<String> COMBINATIONS = Set.of("$ref", "anyOf", "oneOf", "allOf");
    private static final Map<String, Set<String>> OF_TYPES = new LinkedHashMap<>();

    static {
        OF_TYPES.put("object", Set.of("properties", "required", "additionalProperties"));
        OF_TYPES.put("array", Set.of("items", "minItems", "maxItems"));
        OF_TYPES.put("string", Set.of("minLength", "maxLength", "pattern", "format"));
        OF_TYPES.put("number", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"));
    }

    /** Schemas within schemas, so that none is deeper than a thread's stack. */
    private static final int DEEPEST = 250;

    private final JsonNode document;
    private final List<Rule.Value> values = new ArrayList<>();
    private final Map<String, Reference> references = new HashMap<>();
    private final Patterns patterns = new Patterns();
    private @Nullable Reference anyValue;
    private int depth;
    /** How many of the schemas around what is read have a name of their own, from which references inside them count. */
    private int named;

    SchemaReader(JsonNode document) {
        this.document = document;
    }

    static JsonNode parsed(String json) {
        try {
            return JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readTree(json);
        } catch (JacksonException e) {
            throw new SchemaException("The schema is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    Rule root() {
        return read(document, "#");
    }

    /** Those of the rules that were made. */
    Patterns patterns() {
        return patterns;
    }

    /** Which of the rules that were made cannot come to an end. Nearly all were made after what they need. */
    Set<Rule> endless() {
        Set<Rule> finite = new HashSet<>();
        List<Rule.Value> left = new ArrayList<>(values);
        boolean more = true;
        while (more) {
            more = left.removeIf(value -> value.isFinite(finite) && finite.add(value));
        }
        return new HashSet<>(left);
    }

    private <V extends Rule.Value> V made(V value) {
        values.add(value);
        return value;
    }

    static SchemaException refused(String what, String at) {
        return new SchemaException("The schema cannot be used: " + what + " (at " + at + ").");
    }

    private Rule read(JsonNode schema, String at) {
        if (depth == DEEPEST) {
            throw new SchemaException(
                    "The schema cannot be used: schemas within schemas, or references to references, are"
                            + " more than " + DEEPEST + " deep.");
        }
        boolean own = schema.has("$id") && !at.equals("#");
        depth++;
        named += own ? 1 : 0;
        Rule read = readKeywords(schema, at);
        named -= own ? 1 : 0;
        depth--;
        return read;
    }

    private Rule readKeywords(JsonNode schema, String at) {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? any() : made(new Choice(List.of()));
        }
        if (!schema.isObject()) {
            throw refused("a schema must be an object or a boolean", at);
        }
        Set<String> used = new HashSet<>();
        for (String keyword : schema.propertyNames()) {
            if (!ANNOTATIONS.contains(keyword)) {
                boolean known = keyword.equals("type")
                        || ENUMERATIONS.contains(keyword)
                        || COMBINATIONS.contains(keyword)
                        || OF_TYPES.values().stream().anyMatch(keywords -> keywords.contains(keyword));
                if (!known) {
                    throw refused("the keyword \"" + keyword + "\" is not supported", at);
                }
                used.add(keyword);
            }
        }
        for (String combination : COMBINATIONS) {
            if (used.contains(combination)) {
                alone(combination, used, Set.of(), at);
                return combined(schema, combination, at);
            }
        }
        for (String enumeration : ENUMERATIONS) {
            if (used.contains(enumeration)) {
                alone(enumeration, used, Set.of("type"), at);
                return EnumerationReader.read(schema, enumeration, at);
            }
        }
        return typed(schema, used, at);
    }

    private static void alone(String keyword, Set<String> used, Set<String> beside, String at) {
        for (String other : used) {
            if (!other.equals(keyword) && !beside.contains(other)) {
                throw refused("\"" + other + "\" beside \"" + keyword + "\" is not supported", at);
            }
        }
    }

    private Rule combined(JsonNode schema, String keyword, String at) {
        JsonNode of = schema.path(keyword);
        String inside = at + "/" + keyword;
        if (keyword.equals("$ref")) {
            if (named > 0) {
                throw refused("\"$ref\" inside a schema with an \"$id\" of its own is not supported", at);
            }
            return reference(of.asString(""), at);
        }
        if (!of.isArray() || of.isEmpty()) {
            throw refused("\"" + keyword + "\" must be an array of schemas", at);
        }
        if (keyword.equals("allOf") && of.size() > 1) {
            throw refused("\"allOf\" of several schemas is not supported", at);
        }
        if (keyword.equals("oneOf")) {
            checkDisjoint(of, at);
        }
        List<Rule> options = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            options.add(read(of.path(i), inside + "/" + i));
        }
        return made(new Choice(options));
    }

    private void checkDisjoint(JsonNode schemas, String at) {
        for (int i = 0; i < schemas.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!Disjoint.are(schemas.path(j), schemas.path(i), schema -> resolved(schema, at))) {
                    throw refused(
                            "both " + j + " and " + i + " of \"oneOf\" might hold at once; use \"anyOf\", or a required"
                                    + " member with a \"const\" of its own in each",
                            at);
                }
            }
        }
    }

    private JsonNode resolved(JsonNode schema, String at) {
        JsonNode to = schema;
        for (int steps = 0; to.path("$ref").isString() && steps < 100; steps++) {
            to = target(to.path("$ref").stringValue(), at);
        }
        return to;
    }

    private JsonNode target(String reference, String at) {
        if (reference.startsWith("#")) {
            try {
                String fragment = URI.create(reference).getFragment();
                JsonNode target = document.at(JsonPointer.compile(fragment == null ? "" : fragment));
                if (!target.isMissingNode()) {
                    return target;
                }
            } catch (IllegalArgumentException e) {
                throw refused("\"$ref\" must point into the schema, as in #/$defs/name", at);
            }
        }
        throw refused("\"$ref\" to \"" + reference + "\" leads nowhere in the schema", at);
    }

    private Rule reference(String name, String at) {
        Reference known = references.get(name);
        if (known != null) {
            return known;
        }
        JsonNode target = target(name, at);
        Reference reference = new Reference();
        references.put(name, reference);
        reference.resolve(read(target, name));
        return made(reference);
    }

    static List<String> types(JsonNode schema, String at) {
        JsonNode type = schema.path("type");
        List<String> types = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(one -> types.add(one.asString("")));
        } else {
            types.add(type.asString(""));
        }
        for (String one : types) {
            if (!Set.of("string", "number", "integer", "boolean", "null", "array", "object")
                    .contains(one)) {
                throw refused("there is no type \"" + one + "\"", at);
            }
        }
        if (types.isEmpty()) {
            throw refused("\"type\" names none", at);
        }
        return types;
    }

    /** Without a type, the keywords tell it: whoever limits a string's length wants a string. */
    private Rule typed(JsonNode schema, Set<String> used, String at) {
        checkRequired(schema, at);
        List<String> types = new ArrayList<>();
        if (used.contains("type")) {
            types.addAll(types(schema, at));
        } else {
            OF_TYPES.forEach((type, keywords) -> {
                if (used.stream().anyMatch(keywords::contains)) {
                    types.add(type);
                }
            });
        }
        if (types.isEmpty()) {
            return any();
        }
        List<Rule> options = types.stream().map(type -> typed(schema, type, at)).toList();
        return options.size() == 1 ? options.getFirst() : made(new Choice(options));
    }

    /** Also where the type is no object's: an older draft says {@code true} in the member that is required. */
    private static void checkRequired(JsonNode schema, String at) {
        JsonNode required = schema.path("required");
        if (schema.has("required")
                && !(required.isArray() && required.valueStream().allMatch(JsonNode::isString))) {
            throw refused("\"required\" must be an array of names", at);
        }
    }

    private Rule typed(JsonNode schema, String type, String at) {
        return switch (type) {
            case "string" -> made(new Sequence(Rules.quoted(TextReader.read(schema, patterns, at))));
            case "boolean" -> made(new Choice(List.of(Literal.of("true"), Literal.of("false"))));
            case "null" -> Literal.of("null");
            case "array" -> array(schema, at);
            case "object" -> object(schema, at);
            default -> NumberReader.read(schema, type.equals("integer"), at);
        };
    }

    private Rule any() {
        Reference made = anyValue;
        if (made == null) {
            made = made(new Reference());
            anyValue = made;
            made.resolve(made(new Choice(List.of(
                    made(new Sequence(Rules.quoted(Text.of(0, -1)))),
                    NumberReader.any(),
                    Literal.of("true"),
                    Literal.of("false"),
                    Literal.of("null"),
                    made(new Items(made, 0, -1)),
                    made(new Members(List.of(), made, Names.of(List.of())))))));
        }
        return made;
    }

    private Rule array(JsonNode schema, String at) {
        int least = count(schema, "minItems", 0, at);
        int most = count(schema, "maxItems", -1, at);
        if (most >= 0 && least > most) {
            throw refused("\"minItems\" is above \"maxItems\"", at);
        }
        Rule item = schema.has("items") ? read(schema.path("items"), at + "/items") : any();
        return made(new Items(item, least, most));
    }

    static int count(JsonNode schema, String keyword, int otherwise, String at) {
        if (!schema.has(keyword)) {
            return otherwise;
        }
        JsonNode count = schema.path(keyword);
        if (!count.isInt() || count.intValue() < 0) {
            throw refused("\"" + keyword + "\" must be a whole number that is not negative", at);
        }
        return count.intValue();
    }

    private Rule object(JsonNode schema, String at) {
        JsonNode properties = schema.path("properties");
        if (schema.has("properties") && !properties.isObject()) {
            throw refused("\"properties\" must be an object", at);
        }
        Set<String> required = new HashSet<>();
        Set<String> names = new LinkedHashSet<>(properties.propertyNames());
        for (JsonNode name : schema.path("required")) {
            required.add(name.asString(""));
            names.add(name.asString(""));
        }
        Rule others = null;
        if (schema.has("additionalProperties")) {
            JsonNode additional = schema.path("additionalProperties");
            others = additional.isBoolean() && !additional.booleanValue()
                    ? null
                    : read(additional, at + "/additionalProperties");
        } else if (properties.isEmpty()) {
            others = any();
        }
        List<Property> members = new ArrayList<>();
        for (String name : names) {
            Rule value;
            if (properties.has(name)) {
                value = read(properties.path(name), at + "/properties/" + name);
            } else if (others != null || !schema.has("additionalProperties")) {
                value = others == null ? any() : others;
            } else {
                throw refused("\"required\" names \"" + name + "\", which is no property", at);
            }
            Literal key = Literal.of(StringNode.valueOf(name).toString());
            members.add(new Property(key, value, required.contains(name)));
        }
        return made(new Members(members, others, Names.of(List.copyOf(names))));
    }
}
