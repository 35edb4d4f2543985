package cultivar.runtime.schema;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as a network of nodes, and the places in it that a text can lead to: sets of nodes, each found once. Equal only to
 * itself; guarded by its effort.
 */
final class Network {
    private static final int MOST_COMPARED = 20_000;

    /** Where a text leads; equal only to itself. */
    static final class Places {
        private final int[] nodes;
        private final boolean end;
        private final @Nullable Places[] next;
        private @Nullable Places inReach;

        private Places(int[] nodes, boolean end, int letters) {
            this.nodes = nodes;
            this.end = end;
            this.next = new @Nullable Places[letters];
        }

        /** Whether the text may be over. */
        boolean mayEnd() {
            return end;
        }

        /** Whether a character may come. */
        boolean mayGoOn() {
            return nodes.length > (end ? 1 : 0);
        }

        private int bytes() {
            return 150 + 4 * (nodes.length + next.length);
        }
    }

    private final Effort effort;
    private final Alphabet alphabet;
    /** The set of characters that leads on from each node, by its number, or -1; and where to. */
    private final int[] by;

    private final int[] to;
    /** Where each node leads without a character. */
    private final int[][] free;

    private final int end;
    private final Places start;
    private final Map<IntBuffer, Places> known = new HashMap<>();

    private final int[] open;
    private int opened;
    /** In which round each node was opened last. */
    private final int[] rounds;

    private int round;
    private int @Nullable [] alike;

    /** @throws SchemaException if the pattern is too long */
    Network(Expression.Tree pattern, Effort effort) {
        this.effort = effort;
        Builder builder = new Builder();
        this.end = builder.node(-1, -1);
        int first = builder.built(pattern, end);
        this.by = builder.by.stream().mapToInt(Integer::intValue).toArray();
        this.to = builder.to.stream().mapToInt(Integer::intValue).toArray();
        this.free = builder.free.stream()
                .map(ways -> ways.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        this.alphabet = new Alphabet(List.copyOf(builder.sets.keySet()));
        this.open = new int[by.length];
        this.rounds = new int[by.length];
        this.start = places(new int[] {first});
        effort.own(alphabet.bytes() + 64L * by.length);
        effort.onForget(this::forget);
    }

    Alphabet alphabet() {
        return alphabet;
    }

    Places start() {
        return start;
    }

    /** All places at once: no text leads to more. */
    Places everywhere() {
        return places(IntStream.range(0, by.length).toArray());
    }

    /** Where a letter leads, or null if it cannot come. */
    @Nullable
    Places after(Places places, int letter) {
        Places then = places.next[letter];
        if (then == null) {
            BitSet with = alphabet.sets(letter);
            int[] leading = Arrays.stream(places.nodes)
                    .filter(node -> by[node] >= 0 && with.get(by[node]))
                    .map(node -> to[node])
                    .toArray();
            effort.step(places.nodes.length);
            then = places(leading);
            places.next[letter] = then;
        }
        return then.nodes.length == 0 ? null : then;
    }

    /** Whether one of some letters may come. */
    boolean takes(Places places, BitSet letters) {
        return letters.stream().anyMatch(letter -> after(places, letter) != null);
    }

    /** Places from where the same texts of up to {@link Rule#REACH} bytes are taken. */
    Places inReach(Places places) {
        Places found = places.inReach;
        if (found == null) {
            int[] first = alike();
            found = places(Arrays.stream(places.nodes).map(node -> first[node]).toArray());
            places.inReach = found;
        }
        return found;
    }

    /** For each node the first that takes the same texts; itself where finding out takes too much. */
    private int[] alike() {
        int[] found = alike;
        if (found == null) {
            found = IntStream.range(0, by.length).toArray();
            int[][] after = new int[by.length][];
            int size = 0;
            for (int node = 0; node < by.length && size <= MOST_COMPARED; node++) {
                after[node] = by[node] < 0 ? new int[0] : places(new int[] {to[node]}).nodes;
                size += after[node].length;
            }
            if (size <= MOST_COMPARED) {
                // Of texts of no character all are alike, and for each character more those that lead to what was.
                Arrays.fill(found, 0);
                int[] before = new int[0];
                for (int length = 0; length <= Rule.REACH && !Arrays.equals(before, found); length++) {
                    before = found;
                    found = alike(before, after);
                }
            }
            alike = found;
        }
        return found;
    }

    private int[] alike(int[] before, int[][] after) {
        Map<List<Integer>, Integer> first = new HashMap<>();
        int[] found = new int[before.length];
        for (int node = 0; node < found.length; node++) {
            List<Integer> kind = new ArrayList<>();
            kind.add(node == end ? -2 : by[node]);
            Arrays.stream(after[node])
                    .map(then -> before[then])
                    .distinct()
                    .sorted()
                    .forEach(kind::add);
            Integer same = first.putIfAbsent(kind, node);
            found[node] = same == null ? node : same;
        }
        return found;
    }

    private void forget() {
        known.clear();
        Arrays.fill(start.next, null);
        start.inReach = null;
        known.put(IntBuffer.wrap(start.nodes), start);
    }

    /** Some nodes with all that they lead to without a character. */
    private Places places(int[] nodes) {
        round++;
        opened = 0;
        for (int node : nodes) {
            open(node);
        }
        for (int at = 0; at < opened; at++) {
            for (int node : free[open[at]]) {
                open(node);
            }
        }
        effort.step(opened);
        int[] found = Arrays.stream(open, 0, opened)
                .filter(node -> node == end || by[node] >= 0)
                .sorted()
                .toArray();
        IntBuffer key = IntBuffer.wrap(found);
        Places places = known.get(key);
        if (places == null) {
            places = new Places(found, rounds[end] == round, alphabet.size());
            known.put(key, places);
            effort.keep(places.bytes());
        }
        return places;
    }

    private void open(int node) {
        if (rounds[node] != round) {
            rounds[node] = round;
            open[opened++] = node;
        }
    }

    /** Lays a pattern out, from its end to its beginning. */
    private static final class Builder {
        private static final int MOST_NODES = 20_000;
        private static final int MOST_WAYS = 4 * MOST_NODES;

        private final Map<Ranges, Integer> sets = new LinkedHashMap<>();
        private final List<Integer> by = new ArrayList<>();
        private final List<Integer> to = new ArrayList<>();
        private final List<List<Integer>> free = new ArrayList<>();
        private int ways;

        private int node(int set, int then) {
            limit(by.size() < MOST_NODES);
            by.add(set);
            to.add(then);
            free.add(new ArrayList<>(2));
            return by.size() - 1;
        }

        private void lead(int from, int then) {
            limit(++ways <= MOST_WAYS);
            free.get(from).add(then);
        }

        private static void limit(boolean kept) {
            if (!kept) {
                throw new SchemaException("The schema cannot be used: a pattern repeats too much.");
            }
        }

        /** Where a part begins that leads to a node. */
        private int built(Expression.Tree tree, int then) {
            return switch (tree) {
                case Expression.Tree.One one -> node(sets.computeIfAbsent(one.of(), _ -> sets.size()), then);
                case Expression.Tree.All all -> {
                    int node = then;
                    for (Expression.Tree part : all.parts().reversed()) {
                        node = built(part, node);
                    }
                    yield node;
                }
                case Expression.Tree.Any any -> {
                    int node = node(-1, -1);
                    any.parts().forEach(part -> lead(node, built(part, then)));
                    yield node;
                }
                case Expression.Tree.Times times -> repeated(times, then);
            };
        }

        private int repeated(Expression.Tree.Times times, int then) {
            int node = node(-1, -1);
            lead(node, then);
            if (times.most() < 0) {
                lead(node, built(times.part(), node));
            }
            for (int i = times.least(); i < times.most(); i++) {
                int optional = node(-1, -1);
                lead(optional, then);
                lead(optional, built(times.part(), node));
                node = optional;
            }
            for (int i = 0; i < times.least(); i++) {
                node = built(times.part(), node);
            }
            return node;
        }
    }
}
