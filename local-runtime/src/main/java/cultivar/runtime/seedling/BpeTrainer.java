package cultivar.runtime.seedling;

import cultivar.runtime.seedling.Bpe.Merge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the merges of a byte-level BPE vocabulary by counting words.
 *
 * <p>Only small letters, the space before them and ASCII marks are ever merged. A capital is always one token of its
 * own, as a digit is, with its space apart: a name that nobody has seen is then spelled in the same letters after a
 * space, after a quotation mark and at the start of a text, and each of these letters is one that the base writes
 * daily. A token that the answers of the sample hardly ever hold (a step on the way to a longer one, or a word that
 * only requests use) is forbidden and the training repeated, because the base would never learn to write it.
 */
final class BpeTrainer {
    /** Rarer words (made-up ones mostly) say nothing about the language. */
    private static final int RARE = 2;

    private static final int LONGEST = 12;
    private static final int ROUNDS = 60;

    /** Times that a piece of text was seen: anywhere, and in answers. */
    private record Seen(int all, int written) {
        Seen plus(Seen other) {
            return new Seen(all + other.all, written + other.written);
        }
    }

    private record Word(List<String> parts, Seen seen) {}

    private final int leastWritten;
    private final Map<String, Seen> words = new TreeMap<>();
    private final Set<String> forbidden = new HashSet<>();

    /**
     * @param leastWritten how often the answers that are counted must hold a token
     */
    BpeTrainer(int leastWritten) {
        this.leastWritten = leastWritten;
    }

    /** Answers count twice, for they are what the model writes. */
    void count(String text, boolean answer) {
        Seen seen = answer ? new Seen(2, 1) : new Seen(1, 0);
        for (String piece : Bpe.pieces(text)) {
            words.merge(piece, seen, Seen::plus);
        }
    }

    /** The vocabulary of {@code size} tokens, special ones and bytes included. */
    Bpe train(int size) {
        for (int round = 0; round < ROUNDS; round++) {
            List<Word> corpus = corpus();
            List<Merge> merges = merges(corpus, size - 256 - Bpe.SPECIAL.size());
            Set<String> weak = weak(corpus, merges);
            if (weak.isEmpty()) {
                return new Bpe(merges);
            }
            forbidden.addAll(weak);
        }
        throw new IllegalStateException("No vocabulary of " + size + " tokens in which each is written " + leastWritten
                + " times; give the trainer more text or ask for fewer tokens.");
    }

    private List<Word> corpus() {
        List<Word> out = new ArrayList<>();
        words.forEach((piece, seen) -> {
            if (seen.all() >= RARE) {
                out.add(new Word(new ArrayList<>(Bpe.symbolsOf(piece)), seen));
            }
        });
        return out;
    }

    private Set<String> weak(List<Word> corpus, List<Merge> merges) {
        Map<String, Integer> written = new HashMap<>();
        for (Word word : corpus) {
            word.parts().forEach(part -> written.merge(part, word.seen().written(), Integer::sum));
        }
        Set<String> weak = new HashSet<>();
        for (Merge merge : merges) {
            if (written.getOrDefault(merge.whole(), 0) < leastWritten) {
                weak.add(merge.whole());
            }
        }
        return weak;
    }

    /** How often two neighbours stand together, and in which words (or stood, before a merge). */
    private static final class Pair {
        private final Merge merge;
        private final Set<Integer> words = new HashSet<>();
        private int count;

        Pair(Merge merge) {
            this.merge = merge;
        }

        /** The more frequent, and of two equally frequent ones the first in the alphabet. */
        boolean beats(Pair other) {
            if (count != other.count) {
                return count > other.count;
            }
            int order = merge.whole().compareTo(other.merge.whole());
            return order != 0 ? order < 0 : merge.left().compareTo(other.merge.left()) < 0;
        }
    }

    /** Counts of pairs are kept up to date word by word: only words that hold the merged pair change. */
    private List<Merge> merges(List<Word> corpus, int wanted) {
        Map<Merge, Pair> pairs = new HashMap<>();
        for (int at = 0; at < corpus.size(); at++) {
            tally(corpus.get(at), at, 1, pairs);
        }
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < wanted) {
            Pair best = mostFrequent(pairs.values());
            merges.add(best.merge);
            for (int at : List.copyOf(best.words)) {
                Word word = corpus.get(at);
                tally(word, at, -1, pairs);
                apply(best.merge, word.parts());
                tally(word, at, 1, pairs);
            }
            pairs.remove(best.merge);
        }
        return merges;
    }

    private static Pair mostFrequent(Collection<Pair> pairs) {
        Pair best = null;
        for (Pair pair : pairs) {
            if (best == null || pair.beats(best)) {
                best = pair;
            }
        }
        if (best == null) {
            throw new IllegalStateException("The sample is too small for this vocabulary; give the trainer more text.");
        }
        return best;
    }

    private void tally(Word word, int at, int sign, Map<Merge, Pair> pairs) {
        List<String> parts = word.parts();
        for (int i = 0; i + 1 < parts.size(); i++) {
            Merge merge = new Merge(parts.get(i), parts.get(i + 1));
            if (mayMerge(merge.whole())) {
                Pair pair = pairs.computeIfAbsent(merge, Pair::new);
                pair.count += sign * word.seen().all();
                pair.words.add(at);
            }
        }
    }

    private boolean mayMerge(String whole) {
        return whole.length() <= LONGEST
                && !forbidden.contains(whole)
                && whole.chars().allMatch(BpeTrainer::isMergeable);
    }

    /** The symbols of the space and of printable ASCII but capitals. */
    private static boolean isMergeable(int symbol) {
        return symbol == '\u0120' || (symbol > ' ' && symbol < 0x7F && (symbol < 'A' || symbol > 'Z'));
    }

    private static void apply(Merge merge, List<String> parts) {
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (parts.get(i).equals(merge.left()) && parts.get(i + 1).equals(merge.right())) {
                parts.set(i, merge.whole());
                parts.remove(i + 1);
            }
        }
    }
}
