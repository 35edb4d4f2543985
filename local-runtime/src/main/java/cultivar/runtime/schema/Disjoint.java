package cultivar.runtime.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;

/** Whether no value can satisfy two schemas at once, as far as that can be seen from their types, constants and tags. */
final class Disjoint {
    private Disjoint() {}

    static boolean are(JsonNode one, JsonNode other, Resolver resolver) {
        JsonNode left = resolver.resolved(one);
        JsonNode right = resolver.resolved(other);
        Optional<Set<JsonNode>> leftValues = values(left);
        Optional<Set<JsonNode>> rightValues = values(right);
        if (leftValues.isPresent() && rightValues.isPresent()) {
            return intersection(leftValues.get(), rightValues.get()).isEmpty();
        }
        Set<String> leftTypes = types(left);
        Set<String> rightTypes = types(right);
        if (!leftTypes.isEmpty()
                && !rightTypes.isEmpty()
                && intersection(leftTypes, rightTypes).isEmpty()) {
            return true;
        }
        return leftTypes.equals(Set.of("object"))
                && rightTypes.equals(Set.of("object"))
                && haveTag(left, right, resolver);
    }

    /** Follows references. */
    @FunctionalInterface
    interface Resolver {
        JsonNode resolved(JsonNode schema);
    }

    /** Whether both require a member whose values differ. */
    private static boolean haveTag(JsonNode one, JsonNode other, Resolver resolver) {
        Set<String> required = intersection(names(one), names(other));
        return required.stream().anyMatch(name -> {
            JsonNode left = resolver.resolved(one.path("properties").path(name));
            JsonNode right = resolver.resolved(other.path("properties").path(name));
            Optional<Set<JsonNode>> leftValues = values(left);
            Optional<Set<JsonNode>> rightValues = values(right);
            return leftValues.isPresent()
                    && rightValues.isPresent()
                    && intersection(leftValues.get(), rightValues.get()).isEmpty();
        });
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new HashSet<>();
        schema.path("required").forEach(name -> names.add(name.asString("")));
        return names;
    }

    /** The values of an enumeration of scalars. */
    private static Optional<Set<JsonNode>> values(JsonNode schema) {
        List<JsonNode> given = new ArrayList<>();
        if (schema.has("const")) {
            given.add(schema.path("const"));
        }
        schema.path("enum").forEach(given::add);
        if (given.isEmpty() || given.stream().anyMatch(JsonNode::isContainer)) {
            return Optional.empty();
        }
        return Optional.of(given.stream().map(Disjoint::comparable).collect(Collectors.toSet()));
    }

    /** Numbers are equal by their value. */
    private static JsonNode comparable(JsonNode value) {
        return value.isNumber() ? DecimalNode.valueOf(value.decimalValue().stripTrailingZeros()) : value;
    }

    /** The types, where the schema names them or its values show them; a number may be an integer. */
    private static Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        JsonNode type = schema.path("type");
        if (type.isString()) {
            types.add(type.stringValue());
        }
        type.forEach(one -> types.add(one.asString("")));
        if (types.isEmpty()) {
            values(schema).ifPresent(values -> values.forEach(value -> types.add(typeOf(value))));
        }
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private static String typeOf(JsonNode scalar) {
        return scalar.isString() ? "string" : scalar.isNumber() ? "number" : scalar.isBoolean() ? "boolean" : "null";
    }

    private static <T> Set<T> intersection(Set<T> one, Set<T> other) {
        Set<T> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }
}
