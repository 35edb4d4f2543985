package cultivar.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.SmallDecoder;
import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is kept of texts, and what goes for others. */
class PrefixCacheTest {
    private static final int PAGE = CachePages.TOKENS;
    private static final Sequence.Key BASE = strength(0);

    @SuppressWarnings("NullAway.Init")
    private static Decoder decoder;

    @BeforeAll
    static void open() {
        decoder = SmallDecoder.of("\"model_type\": \"llama\", \"max_position_embeddings\": 1000");
    }

    @AfterAll
    static void close() {
        decoder.close();
    }

    private static Sequence.Key strength(double strength) {
        return new Sequence.Key(List.of(), List.of(strength), false);
    }

    private static PrefixCache room(int pages) {
        return new PrefixCache(decoder, (long) pages * PAGE * CachePages.bytesPerToken(decoder));
    }

    /** Others than those of another first token. */
    private static int[] text(int first, int length) {
        return IntStream.range(0, length)
                .map(i -> i == 0 ? first : i % SmallDecoder.VOCABULARY)
                .toArray();
    }

    private static void keep(PrefixCache kept, Sequence.Key key, int[] text) {
        try (KeyValueCache cache = computed(text)) {
            kept.keep(key, text, cache);
        }
    }

    private static KeyValueCache computed(int[] text) {
        KeyValueCache cache = decoder.cache(text.length);
        try (PtNDManager scope = decoder.torch().scope()) {
            decoder.next(text, cache, null, scope);
        }
        return cache;
    }

    /** How many tokens are there of a text that goes on. */
    private static int known(PrefixCache kept, Sequence.Key key, int[] text) {
        try (KeyValueCache cache = decoder.cache(text.length + 1)) {
            kept.begin(key, Arrays.copyOf(text, text.length + 1), cache);
            return cache.length();
        }
    }

    @Test
    void aMixIsForgottenWithItsLastPage() {
        try (PrefixCache kept = room(3)) {
            for (int i = 0; i < 10; i++) {
                keep(kept, strength(i), text(1, PAGE - 1));
            }
            assertThat(kept.mixes()).as("of texts shorter than a page").isZero();
            for (int i = 0; i < 10; i++) {
                keep(kept, strength(i), text(1, PAGE));
            }
            assertThat(kept.mixes()).isEqualTo(3);
            assertThat(known(kept, strength(6), text(1, PAGE))).isZero();
            assertThat(known(kept, strength(7), text(1, PAGE))).isEqualTo(PAGE);
            kept.forget(strength(8)::equals);
            assertThat(kept.mixes()).isEqualTo(2);
            assertThat(kept.size()).isEqualTo(2);
        }
    }

    @Test
    void whatWasNotWantedForLongestGoesFirstAndTheEndOfATextBeforeItsBeginning() {
        int[] first = text(1, 3 * PAGE);
        int[] second = text(2, 2 * PAGE);
        try (PrefixCache kept = room(5)) {
            keep(kept, BASE, first);
            keep(kept, BASE, second);
            assertThat(known(kept, BASE, first)).isEqualTo(3 * PAGE);
            keep(kept, BASE, text(3, PAGE));
            assertThat(known(kept, BASE, second)).isEqualTo(PAGE);
            assertThat(known(kept, BASE, first)).isEqualTo(3 * PAGE);
            keep(kept, BASE, text(4, 3 * PAGE));
            assertThat(known(kept, BASE, second)).isZero();
            assertThat(known(kept, BASE, first)).isEqualTo(2 * PAGE);
            assertThat(kept.size()).isEqualTo(5);
        }
    }

    /** Another page of the only mix that there is goes for it. */
    @Test
    void aTextTakesTheRoomOfItsOwnMix() {
        try (PrefixCache kept = room(1)) {
            keep(kept, BASE, text(1, PAGE));
            keep(kept, BASE, text(2, PAGE));
            assertThat(known(kept, BASE, text(2, PAGE))).isEqualTo(PAGE);
            assertThat(kept.mixes()).isOne();
        }
    }

    /** What is beyond the room for pages is not even read: the cut text would end in an exception with too much kept. */
    @Test
    void atNoTimeIsThereMoreThanThereIsRoomFor() {
        int[] text = text(1, 5 * PAGE);
        try (PrefixCache kept = room(2);
                KeyValueCache cache = computed(text)) {
            keep(kept, BASE, text(2, 2 * PAGE));
            kept.keep(BASE, Arrays.copyOf(text, 3 * PAGE), cache);
            assertThat(kept.size()).isEqualTo(2);
            assertThat(known(kept, BASE, text)).isEqualTo(2 * PAGE);
        }
    }
}
