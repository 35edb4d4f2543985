package cultivar.runtime.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Damages a file: its bytes, its JSON as text, or the structure of its JSON. The same seed damages alike. */
final class Mutator {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Values that programs tend to stumble over, as JSON. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "3",
            "64",
            "2147483647",
            "2147483648",
            "-2147483648",
            "4294967296",
            "4611686018427387904",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551616",
            "1.5",
            "-0.0",
            "1e-300",
            "1e300",
            "1e400",
            "1e999999999",
            "1".repeat(5000),
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"../../x\"",
            "\"/\"",
            "\"(a*)*b\"",
            "\"(\"",
            "\"" + "x".repeat(70_000) + "\"",
            "{}",
            "[]",
            "[[]]",
            "[null]",
            "[-1]",
            "[0,1,2,3,4,5,6,7,8,9]",
            "[4294967296,4294967296]",
            "[0,0]",
            "{\"\":{}}",
            "\"F32\"",
            "\"BF16\"",
            "\"F8_E4M3\"",
            "\"U64\"",
            "\"BPE\"",
            "\"Unigram\"",
            "\"WordPiece\"",
            "\"WordLevel\"",
            "\"ByteLevel\"",
            "\"<|im_end|>\"",
            "[".repeat(150) + "]".repeat(150),
            "[".repeat(20_000) + "]".repeat(20_000),
            "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000));

    private static final byte[][] BAD_TEXT = {
        {(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xf8}, {0}, {'"'}
    };

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** Damages the bytes of any file. */
    byte[] bytes(byte[] whole) {
        byte[] result = whole;
        for (int i = random.nextInt(3); i >= 0; i--) {
            result = result.length == 0 ? new byte[] {(byte) random.nextInt(256)} : once(result);
        }
        return result;
    }

    private byte[] once(byte[] whole) {
        int at = random.nextInt(whole.length);
        int to = Math.min(whole.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(whole, at);
            case 1 -> {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 2 -> joined(Arrays.copyOf(whole, at), Arrays.copyOfRange(whole, to, whole.length));
            case 3 -> joined(Arrays.copyOf(whole, to), Arrays.copyOfRange(whole, at, whole.length));
            case 4 -> joined(Arrays.copyOf(whole, at), any(BAD_TEXT), Arrays.copyOfRange(whole, at, whole.length));
            default -> {
                byte[] noisy = whole.clone();
                for (int i = at; i < to; i++) {
                    noisy[i] = (byte) random.nextInt(256);
                }
                yield noisy;
            }
        };
    }

    /** Damages a JSON file: its bytes, or its members one or a few at a time. */
    byte[] json(byte[] whole) {
        if (random.nextInt(4) == 0) {
            return bytes(whole);
        }
        JsonNode root = JSON.readTree(whole);
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(root, texts);
        }
        // What no tree holds, such as huge numbers and deep nesting, goes in by text.
        String text = JSON.writeValueAsString(root);
        for (int i = 0; i < texts.size(); i++) {
            text = text.replace(place(i), texts.get(i));
        }
        return (random.nextInt(6) == 0 ? doubled(text) : text).getBytes(StandardCharsets.UTF_8);
    }

    private static String place(int number) {
        return "\"put-" + number + "-here\"";
    }

    private void change(JsonNode root, List<String> texts) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        if (chosen instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names =
                    object.properties().stream().map(Map.Entry::getKey).toList();
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(random.nextBoolean() ? "" : "x".repeat(3), object.get(name));
                case 2 ->
                    object.set(
                            name,
                            containers.get(random.nextInt(containers.size())).deepCopy());
                default -> object.put(name, put(texts));
            }
        } else if (chosen instanceof ArrayNode array && !array.isEmpty()) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at).deepCopy());
                default -> array.set(at, put(texts));
            }
        } else if (chosen instanceof ObjectNode empty) {
            empty.put("x", put(texts));
        } else if (chosen instanceof ArrayNode empty) {
            empty.add(put(texts));
        }
    }

    private String put(List<String> texts) {
        texts.add(VALUES.get(random.nextInt(VALUES.size())));
        String quoted = place(texts.size() - 1);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** Containers of the tree; of a long list only a few, or a vocabulary would get all the attention. */
    private void collect(JsonNode node, List<JsonNode> into) {
        if (!node.isContainer()) {
            return;
        }
        into.add(node);
        int left = 40;
        for (JsonNode child : node) {
            if (left-- > 0) {
                collect(child, into);
            }
        }
    }

    /** The text with a member twice. */
    private String doubled(String text) {
        int colon = text.indexOf("\":", random.nextInt(text.length()));
        int name = colon < 0 ? -1 : text.lastIndexOf('"', colon - 1);
        if (name < 0) {
            return text;
        }
        String twin = text.substring(name, colon + 2) + VALUES.get(random.nextInt(VALUES.size())) + ",";
        return text.substring(0, name) + twin + text.substring(name);
    }

    /** Damages a safetensors file: any byte, its header's length, its JSON header, or its data's length. */
    byte[] safetensors(byte[] whole) {
        int header =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] data = Arrays.copyOfRange(whole, header, whole.length);
        byte[] json = Arrays.copyOfRange(whole, 8, header);
        return switch (random.nextInt(6)) {
            case 0 -> bytes(whole);
            case 1 -> {
                long[] lengths = {
                    -1,
                    0,
                    1,
                    2,
                    8,
                    header - 9L,
                    header - 7L,
                    whole.length - 8L,
                    whole.length,
                    100_000_001L,
                    1L << 31,
                    1L << 40,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    random.nextInt(whole.length),
                    random.nextLong()
                };
                yield joined(length(lengths[random.nextInt(lengths.length)]), json, data);
            }
            case 2 -> {
                byte[] other =
                        random.nextBoolean() ? bytes(data) : Arrays.copyOf(data, random.nextInt(2 * data.length));
                yield joined(length(json.length), json, other);
            }
            default -> {
                byte[] changed = json(json);
                yield joined(length(changed.length), changed, data);
            }
        };
    }

    private static byte[] length(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private byte[] any(byte[][] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
