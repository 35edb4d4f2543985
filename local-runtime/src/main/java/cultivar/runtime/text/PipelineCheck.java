package cultivar.runtime.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Refuses what would make the native tokenizer end the whole program. It answers most damage with an error, but some
 * with a panic that no Java code can catch; each check here stands for one of those.
 */
final class PipelineCheck {
    private static final int DEEPEST = 16;
    private static final String PROBE = "a b1,  \n\u00e9\u6771\ud83d\ude42_-";

    private PipelineCheck() {}

    /** @throws TokenizerException with the reason, if the file is not safe to load */
    static void check(ObjectNode root) {
        for (String part : new String[] {"normalizer", "pre_tokenizer", "decoder"}) {
            step(root.path(part), part, 0);
        }
        model(root.path("model"));
    }

    private static void step(JsonNode step, String part, int depth) {
        if (depth > DEEPEST) {
            throw new TokenizerException("its " + part + " is nested too deeply");
        }
        // By their members and not by type, since older files have no type.
        require(!step.has("prepend") || !step.path("prepend").asString("").isEmpty(), part);
        require(!step.path("pattern").path("String").asString("x").isEmpty(), part);
        require(!step.has("pattern") || !step.has("content") || neverEmpty(step.path("pattern")), part);
        require(!step.has("length") || step.path("length").asInt(0) > 0, part);
        JsonNode characters = step.path("precompiled_charsmap");
        require(characters.isMissingNode() || CharsMap.isSound(characters.asString("")), part);
        for (Map.Entry<String, JsonNode> member : step.properties()) {
            if (member.getValue() instanceof ArrayNode steps) {
                for (JsonNode inner : steps) {
                    step(inner, part, depth + 1);
                }
            }
        }
    }

    private static void require(boolean sound, String part) {
        if (!sound) {
            throw new TokenizerException("its " + part + " has a step that cannot work");
        }
    }

    /** Whether a pattern to replace always matches at least one character. */
    private static boolean neverEmpty(JsonNode pattern) {
        JsonNode literal = pattern.path("String");
        if (literal.isString()) {
            return !literal.stringValue().isEmpty();
        }
        try {
            return Pattern.compile(pattern.path("Regex").asString(""))
                    .matcher(PROBE)
                    .results()
                    .noneMatch(match -> match.start() == match.end());
        } catch (PatternSyntaxException e) {
            return true; // the dialects differ; the native side refuses what it cannot read
        }
    }

    private static void model(JsonNode model) {
        String prefix = model.path("continuing_subword_prefix").asString("");
        if (prefix.isEmpty()) {
            return;
        }
        for (JsonNode merge : model.path("merges")) {
            String right;
            if (merge.isString()) {
                String pair = merge.stringValue();
                right = pair.substring(pair.indexOf(' ') + 1);
            } else {
                right = merge.path(1).asString("");
            }
            if (!right.startsWith(prefix)) {
                throw new TokenizerException("a merge does not go on from a word's beginning");
            }
        }
    }

    /** SentencePiece's table of replacements: a double-array trie in 32-bit units, then the texts that it points to. */
    private static final class CharsMap {
        private static final long LEAF = 0x8000_0000L;

        static boolean isSound(String base64) {
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                return false;
            }
            if (bytes.length < 4) {
                return false;
            }
            ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            long size = Integer.toUnsignedLong(data.getInt());
            if (size % 4 != 0 || size == 0 || size > bytes.length - 4L) {
                return false;
            }
            int[] units = new int[(int) size / 4];
            data.asIntBuffer().get(units);
            int texts = 4 + (int) size;
            for (int i = 0; i < units.length; i++) {
                long unit = Integer.toUnsignedLong(units[i]);
                if ((unit & LEAF) != 0) {
                    continue;
                }
                long next = i ^ ((unit >> 10) << ((unit & 0x200) >> 6));
                if (next < 0 || (next | 0xff) >= units.length) {
                    return false;
                }
                if (((unit >> 8) & 1) == 1 && !beginsText(bytes, texts, units[(int) next] & 0x7fff_ffff)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether a text begins at the offset: inside the data, and not in the middle of a character. */
        private static boolean beginsText(byte[] bytes, int texts, int offset) {
            long at = (long) texts + offset;
            return at < bytes.length && (bytes[(int) at] & 0xc0) != 0x80;
        }
    }
}
