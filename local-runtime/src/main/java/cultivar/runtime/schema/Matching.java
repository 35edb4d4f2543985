package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A string that matches a pattern, between its quotation marks. Only what must be escaped is escaped.
 *
 * @param places where in the pattern it may be
 * @param begun the bits of the next character that are there
 * @param missing how many bytes of it are not
 * @param place inside that character, see {@link Characters}
 * @param escape whether a backslash came before
 */
record Matching(Network network, List<Integer> places, int begun, int missing, int place, boolean escape)
        implements Terminal {
    private static final String ESCAPES = "\"\\bfnrt";
    private static final String ESCAPED = "\"\\\b\f\n\r\t";

    static Matching of(Expression.Tree pattern) {
        Network network = new Network();
        int end = network.node();
        network.end = end;
        int start = network.built(pattern, end);
        return new Matching(network, network.opened(List.of(start)), 0, 0, Characters.WHOLE, false);
    }

    @Override
    public @Nullable Matching after(int next) {
        if (escape) {
            int which = ESCAPES.indexOf(next);
            return which < 0 ? null : taken(ESCAPED.charAt(which));
        }
        if (next == '\\') {
            boolean some = ESCAPED.chars().anyMatch(sign -> network.meets(places, sign, sign));
            return some && missing == 0 ? new Matching(network, places, 0, 0, Characters.WHOLE, true) : null;
        }
        int then = Characters.after(place, next, false);
        if (then == Characters.NEVER) {
            return null;
        }
        if (missing > 0) {
            return more((begun << 6) | (next & 0x3f), missing - 1, 0, then);
        }
        if (next < 0x80) {
            return taken(next);
        }
        if (next < 0xe0) {
            return more(next & 0x1f, 1, 0x80, then);
        }
        return next < 0xf0 ? more(next & 0xf, 2, 0x800, then) : more(next & 7, 3, 0x10000, then);
    }

    /** A part of a character is taken if a character that it can become is; so many bytes spell none below the least. */
    private @Nullable Matching more(int bits, int left, int least, int then) {
        if (left == 0) {
            return taken(bits);
        }
        int from = Math.max(bits << (6 * left), least);
        int to = ((bits + 1) << (6 * left)) - 1;
        return network.meets(places, from, to) ? new Matching(network, places, bits, left, then, false) : null;
    }

    private @Nullable Matching taken(int character) {
        List<Integer> then = network.after(places, character);
        return then.isEmpty() ? null : new Matching(network, then, 0, 0, Characters.WHOLE, false);
    }

    @Override
    public boolean mayEnd() {
        return missing == 0 && !escape && places.contains(network.end);
    }

    @Override
    public boolean mayGoOn() {
        return true;
    }

    /** A pattern's places and what leads from one to the other; equal only to itself. */
    static final class Network {
        private static final int MOST_NODES = 20_000;

        private record Edge(Ranges by, int to) {}

        private final List<List<Edge>> edges = new ArrayList<>();
        private final List<List<Integer>> free = new ArrayList<>();
        private int end;

        private int node() {
            if (edges.size() == MOST_NODES) {
                throw new SchemaException("The schema cannot be used: a pattern repeats too much.");
            }
            edges.add(new ArrayList<>());
            free.add(new ArrayList<>());
            return edges.size() - 1;
        }

        /** Where a part begins that leads to a place. */
        private int built(Expression.Tree tree, int to) {
            return switch (tree) {
                case Expression.Tree.One one -> {
                    int node = node();
                    edges.get(node).add(new Edge(one.of(), to));
                    yield node;
                }
                case Expression.Tree.All all -> {
                    int node = to;
                    for (Expression.Tree part : all.parts().reversed()) {
                        node = built(part, node);
                    }
                    yield node;
                }
                case Expression.Tree.Any any -> {
                    int node = node();
                    any.parts().forEach(part -> free.get(node).add(built(part, to)));
                    yield node;
                }
                case Expression.Tree.Times times -> repeated(times, to);
            };
        }

        private int repeated(Expression.Tree.Times times, int to) {
            int node = node();
            free.get(node).add(to);
            if (times.most() < 0) {
                free.get(node).add(built(times.part(), node));
            }
            for (int i = times.least(); i < times.most(); i++) {
                int optional = node();
                free.get(optional).add(to);
                free.get(optional).add(built(times.part(), node));
                node = optional;
            }
            for (int i = 0; i < times.least(); i++) {
                node = built(times.part(), node);
            }
            return node;
        }

        /** Places with all that lead on without a character, in order. */
        private List<Integer> opened(List<Integer> places) {
            SortedSet<Integer> seen = new TreeSet<>();
            List<Integer> open = new ArrayList<>(places);
            while (!open.isEmpty()) {
                int node = open.removeLast();
                if (seen.add(node)) {
                    open.addAll(free.get(node));
                }
            }
            return seen.stream()
                    .filter(node -> node == end || !edges.get(node).isEmpty())
                    .toList();
        }

        private List<Integer> after(List<Integer> places, int character) {
            List<Integer> then = new ArrayList<>();
            for (int place : places) {
                for (Edge edge : edges.get(place)) {
                    if (edge.by().meets(character, character)) {
                        then.add(edge.to());
                    }
                }
            }
            return opened(then);
        }

        private boolean meets(List<Integer> places, int from, int to) {
            return places.stream()
                    .anyMatch(place ->
                            edges.get(place).stream().anyMatch(edge -> edge.by().meets(from, to)));
        }
    }
}
