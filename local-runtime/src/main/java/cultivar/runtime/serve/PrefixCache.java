package cultivar.runtime.serve;

import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.CachePages.Page;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

    /** What one page has of a text, or, without tokens and page, where all texts of a mix begin. */
    private static final class Node {
        private final Map<Tokens, Node> next = new HashMap<>();
        private final Sequence.Key key;
        private final @Nullable Node before;
        private final @Nullable Tokens tokens;
        private final @Nullable Page page;
        /** Tokens up to the end of the page. */
        private final int length;

        Node(Sequence.Key key, @Nullable Node before, @Nullable Tokens tokens, @Nullable Page page) {
            this.key = key;
            this.before = before;
            this.tokens = tokens;
            this.page = page;
            this.length = before == null ? 0 : before.length + CachePages.TOKENS;
        }
    }

    private final CachePages pages;
    private final int most;
    /** Of the mixes that have pages. */
    private final Map<Sequence.Key, Node> roots = new HashMap<>();
    /** Nodes with pages, those first that were not wanted for longest, and each before all that its text begins with. */
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
        Node last = null;
        Node node = roots.get(key);
        while (node != null && cache.length() + CachePages.TOKENS < text.length) {
            Tokens tokens = tokens(text, cache.length());
            node = node.next.get(tokens);
            if (node != null && node.page != null) {
                pages.lay(cache, node.page, tokens.ids());
                last = node;
            }
        }
        touch(last);
    }

    /** Keeps what a cache holds of a text, or as much of its beginning as there is room for at all. */
    void keep(Sequence.Key key, int[] text, KeyValueCache cache) {
        int end = CachePages.TOKENS * Math.min(most, cache.length() / CachePages.TOKENS);
        Node root = roots.get(key);
        Node node = known(root == null ? new Node(key, null, null, null) : root, text, end);
        touch(node);
        try {
            while (node.length < end) {
                makeRoom();
                node = longer(node, tokens(text, node.length), pages.keep(cache, node.length));
            }
        } finally {
            touch(node);
        }
    }

    /** The last page that there is of a text up to a token. */
    private static Node known(Node root, int[] text, int end) {
        Node node = root;
        while (node.length < end) {
            Node next = node.next.get(tokens(text, node.length));
            if (next == null) {
                return node;
            }
            node = next;
        }
        return node;
    }

    /** Whoever makes room for a text has touched it, so that others go. */
    private void makeRoom() {
        while (byUse.size() >= most) {
            drop(byUse.getFirst());
        }
    }

    private Node longer(Node before, Tokens tokens, Page page) {
        Node node = new Node(before.key, before, tokens, page);
        before.next.put(tokens, node);
        byUse.add(node);
        if (before.before == null) {
            roots.put(before.key, before);
        }
        return node;
    }

    /** The end of a text is touched before its beginning, so that it goes earlier. */
    private void touch(@Nullable Node end) {
        for (Node each = end; each != null && each.page != null; each = each.before) {
            byUse.remove(each);
            byUse.add(each);
        }
    }

    /** Nothing goes on from it any more. */
    private void drop(Node node) {
        byUse.remove(node);
        Node before = node.before;
        if (before != null && node.tokens != null) {
            before.next.remove(node.tokens);
            if (before.before == null && before.next.isEmpty()) {
                roots.remove(before.key);
            }
        }
        if (node.page != null) {
            node.page.close();
        }
    }

    /** Forgets what an adapter's removal has made useless. */
    void forget(Predicate<Sequence.Key> keys) {
        byUse.stream().filter(node -> keys.test(node.key)).toList().forEach(this::drop);
    }

    /** Mixes that something is kept of. */
    int mixes() {
        return roots.size();
    }

    /** Pages that are kept. */
    int size() {
        return byUse.size();
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
