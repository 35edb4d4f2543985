package cultivar.runtime.serve;

import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.DecodeBatch;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What prompts and answers leave for texts that begin alike. Where there is no memory to keep one, others do without. For
 * the thread that computes.
 */
final class KeptTexts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptTexts.class);

    private final Decoder decoder;
    private final TieredShelf shelf;
    private final PrefixCache prefixes;
    private long removals;

    /** @param bytes for keys and values */
    KeptTexts(Decoder decoder, TieredShelf shelf, long bytes) {
        this.decoder = decoder;
        this.shelf = shelf;
        this.prefixes = new PrefixCache(decoder, bytes);
    }

    /** Fills a text's empty cache with what is known of its beginning. */
    void begin(Sequence sequence, KeyValueCache cache) {
        if (!sequence.mixed) {
            prefixes.begin(key(sequence), sequence.text, cache);
        }
    }

    /** Keeps a prompt. */
    void prompt(Sequence sequence, KeyValueCache cache) {
        if (useless(sequence)) {
            return;
        }
        try {
            prefixes.keep(key(sequence), sequence.text, cache);
        } catch (RuntimeException e) {
            LOG.warn("The beginning of a text could not be kept", e);
        }
    }

    /** Keeps an answer with its prompt, since the next question of a chat begins with both. */
    void answer(Sequence sequence, DecodeBatch batch, int row) {
        int length = batch.length(row);
        if (prefixes.capacity() == 0
                || useless(sequence)
                || length / CachePages.TOKENS == sequence.text.length / CachePages.TOKENS) {
            return;
        }
        try (KeyValueCache cache = decoder.cache(length)) {
            sequence.text = Arrays.copyOf(sequence.soFar(), length);
            batch.take(row, cache, sequence.text);
            prefixes.keep(key(sequence), sequence.text, cache);
        } catch (RuntimeException e) {
            LOG.warn("An answer could not be kept", e);
        }
    }

    /** Whether no later text can begin with it: strengths changed meanwhile, or an adapter was removed. */
    private static boolean useless(Sequence sequence) {
        return sequence.mixed || sequence.adapters.stream().anyMatch(each -> each.removed);
    }

    private Sequence.Key key(Sequence sequence) {
        return sequence.key(decoder.spec().rotary().switchLength());
    }

    /** Forgets what removed adapters have made useless. */
    void forgetRemoved() {
        if (removals != shelf.removals()) {
            removals = shelf.removals();
            prefixes.forget(key -> key.adapters().stream().anyMatch(each -> each.removed));
        }
    }

    @Override
    public void close() {
        prefixes.close();
    }
}
