package cultivar.runtime.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a vocabulary's names spell the bytes that their tokens stand for, by its decoder. */
final class PieceSpelling {
    private static final String SPACE = "\u2581";
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");
    private static final Map<Integer, Byte> LETTERS = letters();

    private final boolean known;
    private final boolean byteLevel;
    private final boolean spaces;
    private final boolean bytes;

    private PieceSpelling(boolean known, boolean byteLevel, boolean spaces, boolean bytes) {
        this.known = known;
        this.byteLevel = byteLevel;
        this.spaces = spaces;
        this.bytes = bytes;
    }

    /** @param decoder of a {@code tokenizer.json} */
    static PieceSpelling of(JsonNode decoder) {
        boolean byteLevel = false;
        boolean spaces = false;
        boolean bytes = false;
        List<JsonNode> steps = steps(decoder);
        boolean known = !steps.isEmpty();
        for (JsonNode step : steps) {
            switch (step.path("type").asString("")) {
                case "ByteLevel" -> byteLevel = true;
                case "ByteFallback" -> bytes = true;
                case "Fuse" -> {}
                case "Metaspace" -> {
                    spaces = true;
                    known &= step.path("replacement").asString(SPACE).equals(SPACE);
                }
                case "Replace" -> {
                    spaces = true;
                    known &= step.path("pattern").path("String").asString("").equals(SPACE)
                            && step.path("content").asString("").equals(" ");
                }
                case "Strip" ->
                    known &= step.path("content").asString("").equals(" ")
                            && step.path("stop").asInt(0) == 0;
                default -> known = false;
            }
        }
        return new PieceSpelling(known && !(byteLevel && (spaces || bytes)), byteLevel, spaces, bytes);
    }

    private static List<JsonNode> steps(JsonNode step) {
        List<JsonNode> steps = new ArrayList<>();
        if (step.path("type").asString("").equals("Sequence")) {
            step.path("decoders").forEach(inner -> steps.addAll(steps(inner)));
        } else if (step.isObject()) {
            steps.add(step);
        }
        return steps;
    }

    /** The bytes of a token, or null where this vocabulary's spelling is not known. */
    byte @Nullable [] bytes(String name) {
        if (!known) {
            return null;
        }
        if (byteLevel) {
            return ofLetters(name);
        }
        Matcher matcher = BYTE.matcher(name);
        if (bytes && matcher.matches()) {
            return new byte[] {(byte) Integer.parseInt(matcher.group(1), 16)};
        }
        return (spaces ? name.replace(SPACE, " ") : name).getBytes(StandardCharsets.UTF_8);
    }

    /** A name with a letter that stands for no byte is text as it is. */
    private static byte[] ofLetters(String name) {
        byte[] spelt = new byte[name.length()];
        for (int i = 0; i < spelt.length; i++) {
            Byte of = LETTERS.get((int) name.charAt(i));
            if (of == null) {
                return name.getBytes(StandardCharsets.UTF_8);
            }
            spelt[i] = of;
        }
        return spelt;
    }

    /** GPT-2's alphabet: bytes that print stand for themselves, the others for the letters from U+0100 on. */
    private static Map<Integer, Byte> letters() {
        Map<Integer, Byte> letters = new HashMap<>();
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean prints = (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
            letters.put(prints ? value : next++, (byte) value);
        }
        return Map.copyOf(letters);
    }
}
