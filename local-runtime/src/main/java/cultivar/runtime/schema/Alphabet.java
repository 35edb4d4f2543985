package cultivar.runtime.schema;

import cultivar.runtime.schema.Ranges.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The letters of a pattern: characters that it does not tell apart are one letter. A letter is spelt as JSON spells its
 * characters: in UTF-8, or by the short escape, or as {@code u00XX} after a backslash where a control character has no other.
 * The spellings are a tree, in which ends that are alike are the same node.
 */
final class Alphabet {
    /** The node between two characters. */
    static final int WHOLE = 0;
    /** Comes after a byte that cannot come. */
    static final int NEVER = 0;

    private static final String ESCAPES = "\"\\bfnrt";
    private static final String ESCAPED = "\"\\\b\f\n\r\t";
    private static final int MOST_SETS = 2_000;

    /** Where characters begin that are told apart from those before. */
    private final int[] cuts;

    /** The letter of the characters from each cut on, or -1 if no set has them. */
    private final int[] letters;

    private final List<BitSet> letterSets = new ArrayList<>();

    /** What comes after a byte: 0 for never, a node, or -1 less a letter. */
    private final List<int[]> nodes = new ArrayList<>();
    /** The letters whose spelling leads through a node. */
    private final List<BitSet> through = new ArrayList<>();

    private final Map<List<Integer>, Integer> alike = new HashMap<>();

    /**
     * @param sets the sets of characters that a pattern names
     * @throws SchemaException if they are too many
     */
    Alphabet(List<Ranges> sets) {
        if (sets.size() > MOST_SETS) {
            throw new SchemaException("The schema cannot be used: a pattern has too many different characters.");
        }
        cuts = sets.stream()
                .flatMap(set -> set.parts().stream())
                .flatMap(part -> Stream.of(part.from(), part.to() + 1))
                .distinct()
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
        BitSet[] within = Stream.generate(BitSet::new).limit(cuts.length).toArray(BitSet[]::new);
        for (int set = 0; set < sets.size(); set++) {
            for (Part part : sets.get(set).parts()) {
                for (int i = Arrays.binarySearch(cuts, part.from()); cuts[i] <= part.to(); i++) {
                    within[i].set(set);
                }
            }
        }
        letters = new int[cuts.length];
        Map<BitSet, Integer> known = new HashMap<>();
        for (int i = 0; i < cuts.length; i++) {
            letters[i] = within[i].isEmpty() ? -1 : known.computeIfAbsent(within[i], this::letter);
        }
        spell();
    }

    private int letter(BitSet sets) {
        letterSets.add(sets);
        return letterSets.size() - 1;
    }

    int size() {
        return letterSets.size();
    }

    /** The sets that a letter is in, by their numbers. */
    BitSet sets(int letter) {
        return letterSets.get(letter);
    }

    /** What comes after a byte: {@link #NEVER}, another node, or the end of a letter. */
    int after(int node, int next) {
        return nodes.get(node)[next];
    }

    static boolean isLetter(int after) {
        return after < 0;
    }

    static int letter(int after) {
        return -1 - after;
    }

    /** The letters whose spelling leads through a node. */
    BitSet through(int node) {
        return through.get(node);
    }

    /** The stretch that a character is in; -1 before the first. */
    private int stretch(int character) {
        int at = Arrays.binarySearch(cuts, character);
        return at >= 0 ? at : -at - 2;
    }

    /** About how much memory it takes. */
    long bytes() {
        return 1100L * nodes.size() + 100L * cuts.length;
    }

    private int end(int character) {
        int at = stretch(character);
        return at < 0 || letters[at] < 0 ? NEVER : -1 - letters[at];
    }

    private int node() {
        nodes.add(new int[256]);
        through.add(new BitSet());
        return nodes.size() - 1;
    }

    private void lead(int node, int next, int to) {
        nodes.get(node)[next] = to;
        if (isLetter(to)) {
            through.get(node).set(letter(to));
        } else if (to != NEVER) {
            through.get(node).or(through.get(to));
        }
    }

    private void spell() {
        int root = node();
        for (int next = ' '; next < 0x80; next++) {
            lead(root, next, next == '"' || next == '\\' ? NEVER : end(next));
        }
        for (int next = 0xc2; next <= 0xf4; next++) {
            if (next < 0xe0) {
                lead(root, next, part(next & 0x1f, 1, 0x80));
            } else if (next < 0xf0) {
                lead(root, next, part(next & 0xf, 2, 0x800));
            } else {
                lead(root, next, part(next & 7, 3, 0x10000));
            }
        }
        lead(root, '\\', escapes());
    }

    /**
     * The node after a part of a character.
     *
     * @param bits of it
     * @param missing how many bytes come after
     * @param least the first character that is spelt with so many bytes
     */
    private int part(int bits, int missing, int least) {
        if (missing == 0) {
            return bits < least ? NEVER : end(bits);
        }
        int from = bits << (6 * missing);
        int to = from + (1 << (6 * missing)) - 1;
        if (to < least) {
            return NEVER;
        }
        if (from < least || stretch(from) != stretch(to)) {
            int[] after = new int[64];
            for (int i = 0; i < after.length; i++) {
                after[i] = part((bits << 6) | i, missing - 1, least);
            }
            return joined(after);
        }
        int end = end(from);
        return end == NEVER ? NEVER : alike(end, missing);
    }

    /** The node after a part that any rest completes to the same letter. */
    private int alike(int end, int missing) {
        if (missing == 0) {
            return end;
        }
        List<Integer> key = List.of(end, missing);
        Integer known = alike.get(key);
        if (known == null) {
            int[] after = new int[64];
            Arrays.fill(after, alike(end, missing - 1));
            known = joined(after);
            alike.put(key, known);
        }
        return known;
    }

    /** A node for the last six bits; none if all lead nowhere. */
    private int joined(int[] after) {
        if (Arrays.stream(after).allMatch(to -> to == NEVER)) {
            return NEVER;
        }
        int node = node();
        for (int i = 0; i < after.length; i++) {
            lead(node, 0x80 | i, after[i]);
        }
        return node;
    }

    private int escapes() {
        int escape = node();
        for (int i = 0; i < ESCAPES.length(); i++) {
            lead(escape, ESCAPES.charAt(i), end(ESCAPED.charAt(i)));
        }
        int tens = node();
        lead(tens, '0', digits(0));
        lead(tens, '1', digits(0x10));
        int zero = node();
        lead(zero, '0', tens);
        int sign = node();
        lead(sign, '0', zero);
        lead(escape, 'u', sign);
        return escape;
    }

    /** The last digit of a control character that only its number spells. */
    private int digits(int ten) {
        int node = node();
        for (int digit = 0; digit < 16; digit++) {
            if (ESCAPED.indexOf(ten + digit) < 0) {
                lead(node, Character.forDigit(digit, 16), end(ten + digit));
                lead(node, Character.toUpperCase(Character.forDigit(digit, 16)), end(ten + digit));
            }
        }
        return node;
    }
}
