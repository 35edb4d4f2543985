package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request. One that is null counts as left out, as with OpenAI; one of the wrong kind or outside its range
 * is refused by name ({@code param}).
 */
final class Fields {
    private final ObjectNode json;
    private final String prefix;

    Fields(ObjectNode json) {
        this(json, "");
    }

    /** @param prefix what stands before a field's name in a refusal, such as {@code stream_options.} */
    Fields(ObjectNode json, String prefix) {
        this.json = json;
        this.prefix = prefix;
    }

    JsonNode node(String name) {
        return json.path(name);
    }

    boolean has(String name) {
        JsonNode node = node(name);
        return !node.isMissingNode() && !node.isNull();
    }

    String param(String name) {
        return prefix + name;
    }

    ApiException wrong(String name, String must) {
        return ApiException.invalid(param(name), param(name) + " must be " + must + ".");
    }

    double number(String name, double otherwise, double from, double to) {
        if (!has(name)) {
            return otherwise;
        }
        double value = node(name).isNumber() ? asDouble(node(name)) : Double.NaN;
        if (!(value >= from && value <= to)) {
            throw wrong(name, "a number from " + plain(from) + " to " + plain(to));
        }
        return value;
    }

    /** A number as near as a double comes to it: a whole one of hundreds of digits is infinite. */
    private static double asDouble(JsonNode number) {
        return number.numberValue().doubleValue();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    int whole(String name, int otherwise, int from, int to) {
        return (int) large(name, otherwise, from, to);
    }

    long large(String name, long otherwise, long from, long to) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode node = node(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < from || node.longValue() > to) {
            throw wrong(
                    name,
                    to == Long.MAX_VALUE || to == Integer.MAX_VALUE
                            ? "a whole number" + (from == Long.MIN_VALUE ? " of 64 bits" : " from " + from)
                            : "a whole number from " + from + " to " + to);
        }
        return node.longValue();
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!node(name).isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node(name).booleanValue();
    }

    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!node(name).isString()) {
            throw wrong(name, "a text");
        }
        return Optional.of(node(name).stringValue());
    }

    String requiredText(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> wrong(name, "a text that says something"));
    }

    /** One text or a list of texts. */
    List<String> texts(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (node(name).isString()) {
            return List.of(node(name).stringValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : list(name)) {
            if (!entry.isString()) {
                throw wrong(name, "a text or a list of texts");
            }
            texts.add(entry.stringValue());
        }
        return texts;
    }

    /** A list, empty where there is none. */
    List<JsonNode> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!node(name).isArray()) {
            throw wrong(name, "a list");
        }
        return node(name).valueStream().toList();
    }

    /** The fields of an object, where there is one. */
    Optional<Fields> object(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (node(name) instanceof ObjectNode object) {
            return Optional.of(new Fields(object, prefix + name + "."));
        }
        throw wrong(name, "an object");
    }

    /** The fields of each object of a list. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode entry : list(name)) {
            if (!(entry instanceof ObjectNode object)) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new Fields(object, prefix + name + "[" + objects.size() + "]."));
        }
        return objects;
    }

    ObjectNode json() {
        return json;
    }

    /** Refuses a field that asks for something that is not there, unless it asks for nothing. */
    void refuse(String name, String why) {
        JsonNode node = node(name);
        boolean nothing = !has(name)
                || (node.isBoolean() && !node.booleanValue())
                || (node.isNumber() && asDouble(node) == 0)
                || (node.isContainer() && node.isEmpty())
                || (node.isString() && node.stringValue().isEmpty());
        if (!nothing) {
            throw new ApiException(400, "unsupported_value", param(name) + " is not supported: " + why)
                    .about(param(name));
        }
    }

    /** Refuses a flag that would turn off what is always so. */
    void refuseOff(String name, String why) {
        if (!flag(name, true)) {
            throw new ApiException(400, "unsupported_value", param(name) + ": false is not supported: " + why)
                    .about(param(name));
        }
    }
}
