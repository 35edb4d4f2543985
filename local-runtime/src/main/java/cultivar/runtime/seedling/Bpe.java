package cultivar.runtime.seedling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A byte-level BPE vocabulary as a list of merges; the segmentation equals that of Hugging Face's tokenizers for the
 * files that {@link SeedlingFiles} writes. Ids: special tokens, then the 256 bytes in their printable order, then the
 * merges in their order.
 */
final class Bpe {
    static final List<String> SPECIAL = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

    /** A word with the space before it, one digit, a run of other marks with the space before it, or white space. */
    static final String SPLIT = " ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private static final Pattern PIECES = Pattern.compile(SPLIT, Pattern.UNICODE_CHARACTER_CLASS);
    private static final char[] SYMBOL = symbols();

    /** Two neighbours that become one. */
    record Merge(String left, String right) {
        String whole() {
            return left + right;
        }
    }

    private final List<Merge> merges;
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final List<String> vocabulary = new ArrayList<>(SPECIAL);
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, List<Integer>> cache = new HashMap<>();

    Bpe(List<Merge> merges) {
        this.merges = List.copyOf(merges);
        alphabet().forEach(vocabulary::add);
        for (Merge merge : merges) {
            ranks.put(merge, ranks.size());
            vocabulary.add(merge.whole());
        }
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.get(id), id);
        }
    }

    List<Merge> merges() {
        return merges;
    }

    /** Token texts in byte symbols by id. */
    List<String> vocabulary() {
        return vocabulary;
    }

    /** Ids of a text without special tokens; a special token's name in the text is read as ordinary text. */
    List<Integer> encode(String text) {
        List<Integer> out = new ArrayList<>();
        PIECES.matcher(text).results().map(MatchResult::group).forEach(piece -> {
            if (cache.size() > 200_000) {
                cache.clear();
            }
            out.addAll(cache.computeIfAbsent(piece, this::encodePiece));
        });
        return out;
    }

    private List<Integer> encodePiece(String piece) {
        List<String> parts = symbolsOf(piece);
        while (parts.size() > 1) {
            int best = Integer.MAX_VALUE;
            int at = -1;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = ranks.getOrDefault(new Merge(parts.get(i), parts.get(i + 1)), Integer.MAX_VALUE);
                if (rank < best) {
                    best = rank;
                    at = i;
                }
            }
            if (at < 0) {
                break;
            }
            parts.set(at, parts.get(at) + parts.remove(at + 1));
        }
        return parts.stream().map(part -> ids.getOrDefault(part, -1)).toList();
    }

    /** The pieces that no merge crosses. */
    static List<String> pieces(String text) {
        return PIECES.matcher(text).results().map(MatchResult::group).toList();
    }

    /** One printable character for each byte of the UTF-8 form. */
    static List<String> symbolsOf(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        List<String> out = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            out.add(String.valueOf(SYMBOL[b & 0xFF]));
        }
        return out;
    }

    /** The 256 symbols, in the order of their code points. */
    static List<String> alphabet() {
        return new String(SYMBOL).chars().sorted().mapToObj(Character::toString).toList();
    }

    /** The byte that a symbol stands for. */
    static int byteOf(String symbol) {
        return new String(SYMBOL).indexOf(symbol);
    }

    /** GPT-2's table: printable Latin-1 bytes stand for themselves, the others for characters from U+0100 on. */
    private static char[] symbols() {
        char[] out = new char[256];
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            out[b] = (char) (printable ? b : next++);
        }
        return out;
    }
}
