package cultivar.datanet.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What of a text another text does not have, word by word: what is outside their longest common sequence of words. */
final class WordDiff {
    /** Beyond so many pairs of words, all between the common beginning and the common end counts as different. */
    private static final long PAIRS = 4_000_000;

    private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+");

    /**
     * A piece of the text.
     *
     * @param own whether the other text does not have it
     */
    record Part(String text, boolean own) {}

    private WordDiff() {}

    /** The pieces of a text, which make it up together. */
    static List<Part> of(String other, String text) {
        List<String> a = words(other);
        List<String> b = words(text);
        boolean[] common = new boolean[b.size()];
        int from = 0;
        while (from < Math.min(a.size(), b.size()) && same(a.get(from), b.get(from))) {
            common[from++] = true;
        }
        int end = 0;
        while (end < Math.min(a.size(), b.size()) - from
                && same(a.get(a.size() - 1 - end), b.get(b.size() - 1 - end))) {
            common[b.size() - 1 - end++] = true;
        }
        align(a.subList(from, a.size() - end), b.subList(from, b.size() - end), common, from);
        List<Part> parts = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= b.size(); i++) {
            if (i == b.size() || common[i] != common[start]) {
                parts.add(new Part(String.join("", b.subList(start, i)), !common[start]));
                start = i;
            }
        }
        return parts;
    }

    private static void align(List<String> a, List<String> b, boolean[] common, int offset) {
        if ((long) a.size() * b.size() > PAIRS) {
            return;
        }
        int[][] length = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                length[i][j] = same(a.get(i), b.get(j))
                        ? length[i + 1][j + 1] + 1
                        : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            if (same(a.get(i), b.get(j))) {
                common[offset + j] = true;
                i++;
                j++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    /** Spaces between words are no difference. */
    private static boolean same(String one, String other) {
        return one.strip().equals(other.strip());
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }
}
