package cultivar.runtime.serve;

import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.CachePages.Page;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of earlier texts in pages, so that a text that begins alike, for the same adapters, is not computed again.
 * Pages form a tree for each mix of adapters, since those change keys and values. What was not wanted for longest goes
 * first, the end of a text before its beginning. For the thread that computes.
 */
final class PrefixCache implements AutoCloseable {
    private record Tokens(int[] ids) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Tokens(int[] others) && Arrays.equals(ids, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }
    }

    private static final class Node {
        private final Map<Tokens, Node> next = new HashMap<>();
        private final @Nullable Node before;
        private final @Nullable Tokens tokens;
        private final @Nullable Page page;

        Node(@Nullable Node before, @Nullable Tokens tokens, @Nullable Page page) {
            this.before = before;
            this.tokens = tokens;
            this.page = page;
        }
    }

    private final CachePages pages;
    private final int most;
    private final Map<Sequence.Key, Node> roots = new HashMap<>();
    /** Nodes with pages, those first that were not wanted for longest. */
    private final LinkedHashSet<Node> byUse = new LinkedHashSet<>();

    /** @param bytes for pages; with too few for one nothing is kept */
    PrefixCache(Decoder decoder, long bytes) {
        this.pages = new CachePages(decoder);
        this.most = Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes / pages.bytes()));
    }

    /** Tokens that there is room for. */
    long capacity() {
        return (long) most * CachePages.TOKENS;
    }

    /**
     * Fills an empty cache with what is known of a text's beginning, but for its last token, which has to be computed.
     *
     * @param key of the mix that computes it
     */
    void begin(Sequence.Key key, int[] text, KeyValueCache cache) {
        Node node = roots.get(key);
        while (node != null && cache.length() + CachePages.TOKENS < text.length) {
            Tokens tokens = tokens(text, cache.length());
            node = node.next.get(tokens);
            if (node != null && node.page != null) {
                pages.lay(cache, node.page, tokens.ids());
                touch(node);
            }
        }
    }

    /** Keeps what a cache holds of a text. */
    void keep(Sequence.Key key, int[] text, KeyValueCache cache) {
        if (most == 0) {
            return;
        }
        Node node = roots.computeIfAbsent(key, _ -> new Node(null, null, null));
        for (int at = 0; at + CachePages.TOKENS <= cache.length(); at += CachePages.TOKENS) {
            Tokens tokens = tokens(text, at);
            Node known = node.next.get(tokens);
            if (known == null) {
                known = new Node(node, tokens, pages.keep(cache, at));
                node.next.put(tokens, known);
            }
            touch(known);
            node = known;
        }
        while (byUse.size() > most) {
            drop(byUse.stream().filter(each -> each.next.isEmpty()).findFirst().orElseThrow());
        }
    }

    /** The end of a text is touched before its beginning, so that it goes earlier. */
    private void touch(Node node) {
        for (Node each = node; each != null && each.page != null; each = each.before) {
            byUse.remove(each);
            byUse.add(each);
        }
    }

    private void drop(Node node) {
        byUse.remove(node);
        Node before = node.before;
        if (before != null && node.tokens != null) {
            before.next.remove(node.tokens);
        }
        if (node.page != null) {
            node.page.close();
        }
    }

    /** Forgets what an adapter's removal has made useless. */
    void forget(Predicate<Sequence.Key> keys) {
        roots.entrySet().removeIf(root -> {
            boolean gone = keys.test(root.getKey());
            if (gone) {
                dropAll(root.getValue());
            }
            return gone;
        });
    }

    private void dropAll(Node node) {
        List.copyOf(node.next.values()).forEach(this::dropAll);
        if (node.page != null) {
            drop(node);
        }
    }

    private static Tokens tokens(int[] text, int from) {
        return new Tokens(Arrays.copyOfRange(text, from, from + CachePages.TOKENS));
    }

    @Override
    public void close() {
        forget(_ -> true);
        pages.close();
    }
}
