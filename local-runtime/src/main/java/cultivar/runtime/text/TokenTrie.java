package cultivar.runtime.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All tokens of a vocabulary by their bytes, so that an automaton meets a common beginning once. Immutable. */
public final class TokenTrie {
    /** What goes from state to state by bytes. */
    @FunctionalInterface
    public interface Automaton<S> {
        /**
         * The state after a byte, or null where it cannot come.
         *
         * @param next from 0 to 255
         */
        @Nullable
        S after(S state, int next);
    }

    private final byte[] @Nullable [] bytes;
    /** The tokens in the order of their bytes; those of one node lie together. */
    private final int[] order;
    /** Nodes lie in the order in which they are met, each before its children. */
    private final byte[] labels;

    private final int[] depths;
    private final int[] ends;
    /** How long the longest token is that leads through a node. */
    private final int[] longest;

    private final int[] firstTokens;
    private final int deepest;

    private TokenTrie(byte[] @Nullable [] bytes, int[] order, int size) {
        this.bytes = bytes;
        this.order = order;
        this.labels = new byte[size];
        this.depths = new int[size];
        this.ends = new int[size];
        this.longest = new int[size];
        this.firstTokens = new int[size + 1];
        this.deepest = fill();
    }

    /**
     * Where a character's later bytes are not all tokens, tokens that end or begin within a character are left out: nothing
     * could go on from them for sure.
     *
     * @param bytes of every token by its id; null for those that are no text
     */
    static TokenTrie of(byte[] @Nullable [] bytes) {
        boolean parts = singles(bytes, 0x80, 0xbf);
        int[] order = IntStream.range(0, bytes.length)
                .filter(id -> length(bytes[id]) > 0 && (parts || isWhole(bytes(bytes, id))))
                .boxed()
                .sorted(Comparator.comparing(id -> bytes[id], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        int size = 0;
        byte[] before = new byte[0];
        for (int id : order) {
            byte[] now = bytes(bytes, id);
            size += now.length - common(before, now);
            before = now;
        }
        return new TokenTrie(bytes, order, size);
    }

    private static boolean singles(byte[] @Nullable [] bytes, int from, int to) {
        long found = Arrays.stream(bytes)
                .filter(token -> length(token) == 1)
                .map(token -> token[0] & 0xff)
                .filter(single -> single >= from && single <= to)
                .distinct()
                .count();
        return found == to - from + 1;
    }

    private static boolean isWhole(byte[] token) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(token));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static int length(byte @Nullable [] token) {
        return token == null ? 0 : token.length;
    }

    private static byte[] bytes(byte[] @Nullable [] bytes, int id) {
        byte[] found = bytes[id];
        return found == null ? new byte[0] : found;
    }

    private static int common(byte[] before, byte[] now) {
        int differs = Arrays.mismatch(before, now);
        return differs < 0 ? now.length : differs;
    }

    /** Lays the nodes out; returns the depth of the deepest. */
    private int fill() {
        int most = 0;
        int node = 0;
        int[] path = new int[1];
        byte[] before = new byte[0];
        for (int at = 0; at < order.length; at++) {
            byte[] now = bytes(bytes, order[at]);
            int shared = common(before, now);
            for (int depth = shared; depth < before.length; depth++) {
                ends[path[depth]] = node;
            }
            path = Arrays.copyOf(path, Math.max(path.length, now.length));
            for (int depth = shared; depth < now.length; depth++) {
                labels[node] = now[depth];
                depths[node] = depth;
                // A node that only leads on has no tokens: it begins where the next begins.
                firstTokens[node] = at;
                path[depth] = node++;
            }
            most = Math.max(most, now.length);
            before = now;
        }
        for (int depth = 0; depth < before.length; depth++) {
            ends[path[depth]] = node;
        }
        firstTokens[node] = order.length;
        for (node--; node >= 0; node--) {
            longest[node] = depths[node] + 1;
            for (int child = node + 1; child < ends[node]; child = ends[child]) {
                longest[node] = Math.max(longest[node], longest[child]);
            }
        }
        return most;
    }

    /** The bytes of a token, or null if it is no text or its spelling is not known. */
    public byte @Nullable [] bytes(int id) {
        return id < bytes.length ? bytes[id] : null;
    }

    /** Whether every one of some bytes is a token of its own. */
    public boolean hasSingles(int from, int to) {
        return singles(bytes, from, to);
    }

    /** Tells every token whose bytes the automaton takes one after the other from a state. */
    public <S> void accepted(S start, Automaton<S> automaton, IntConsumer to) {
        accepted(start, automaton, 1, deepest, to);
    }

    /** The same of those that have at least and at most so many bytes. */
    public <S> void accepted(S start, Automaton<S> automaton, int least, int most, IntConsumer to) {
        Object[] path = new Object[deepest + 1];
        path[0] = start;
        int node = 0;
        while (node < labels.length) {
            int depth = depths[node];
            @SuppressWarnings("unchecked")
            S state = (S) path[depth];
            S after = depth < most && longest[node] >= least ? automaton.after(state, labels[node] & 0xff) : null;
            if (after == null) {
                node = ends[node];
                continue;
            }
            path[depth + 1] = after;
            if (depth + 1 >= least) {
                tell(node, to);
            }
            node++;
        }
    }

    private void tell(int node, IntConsumer to) {
        for (int at = firstTokens[node]; at < firstTokens[node + 1]; at++) {
            to.accept(order[at]);
        }
    }
}
