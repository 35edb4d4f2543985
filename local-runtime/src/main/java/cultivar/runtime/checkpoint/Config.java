package cultivar.runtime.checkpoint;

import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The keys of a {@code config.json} as a family understands them: a key that the file lacks has the family's default,
 * and a key that the family does not know has no value, whatever the file says. A null in the file is no value either.
 */
final class Config {
    private final JsonNode json;
    private final Family family;

    Config(JsonNode json, Family family) {
        this.json = json;
        this.family = family;
    }

    Family family() {
        return family;
    }

    /** Whether the family has such a key. */
    boolean knows(String key) {
        return family.defaults().has(key);
    }

    /** Whether the file sets a key, whether the family knows it or not. */
    boolean sets(String key) {
        return !json.path(key).isMissingNode() && !json.path(key).isNull();
    }

    /** The value of a key as the file has it, or else the family's default. */
    JsonNode value(String key) {
        if (!knows(key)) {
            return MissingNode.getInstance();
        }
        JsonNode given = json.path(key);
        return given.isMissingNode() ? family.defaults().path(key) : given;
    }

    /** The value of a key that every family has, known or not. */
    JsonNode raw(String key) {
        return json.path(key);
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    OptionalDouble number(String key) {
        JsonNode value = value(key);
        if (absent(value)) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw unsupported(key, value.toString());
        }
        return OptionalDouble.of(value.doubleValue());
    }

    double number(String key, double otherwise) {
        return number(key).orElse(otherwise);
    }

    boolean flag(String key) {
        JsonNode value = value(key);
        if (absent(value)) {
            return false;
        }
        if (!value.isBoolean()) {
            throw unsupported(key, value.toString());
        }
        return value.booleanValue();
    }

    String text(String key) {
        JsonNode value = value(key);
        if (absent(value)) {
            return "";
        }
        if (!value.isString()) {
            throw unsupported(key, value.toString());
        }
        return value.stringValue();
    }

    /** A whole number above 0. */
    int positive(String key) {
        int value = whole(key, 0);
        if (value < 1) {
            throw new CheckpointException("config.json lacks a positive " + key + "; the checkpoint is incomplete.");
        }
        return value;
    }

    /** A whole number, or {@code otherwise} where there is none. */
    int whole(String key, int otherwise) {
        JsonNode value = value(key);
        if (absent(value)) {
            return otherwise;
        }
        if (!value.isNumber() || value.doubleValue() != value.asInt(0)) {
            throw unsupported(key, value.toString());
        }
        return value.asInt();
    }

    static CheckpointException unsupported(String key, String value) {
        return new CheckpointException("config.json sets " + key + " to " + value + ", which Cultivar cannot run yet.");
    }
}
