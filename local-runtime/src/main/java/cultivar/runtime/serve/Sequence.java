package cultivar.runtime.serve;

import cultivar.runtime.decoder.KeyValueCache;
import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.serve.ServeException.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: it waits, its text is computed, then it is a row of the batch. All but what {@link Answering} does
 * is for the thread that computes.
 */
final class Sequence implements Answering {
    /** Keys and values belong to these adapters, at these strengths. */
    record Key(List<ShelvedAdapter> adapters, List<Double> strengths, boolean beyond) {}

    final ServeRequest request;
    final ServeListener listener;
    final List<ShelvedAdapter> adapters;
    final Continuation continuation;
    private final Runnable wake;
    private final long submitted = System.nanoTime();
    private long began;
    private long first;
    private volatile boolean cancelled;
    private final AtomicReference<@Nullable AdapterMix> wish = new AtomicReference<>();
    AdapterMix mix;

    @Nullable
    HeldMix held;
    /** Keys and values of the text as far as it is computed; null while it waits or is a row. */
    @Nullable
    KeyValueCache cache;
    /** What is to be computed before the next token can be chosen. */
    int[] text;
    /** The token that was chosen and is not computed yet. */
    int pending;

    int cachedTokens;
    /** Whether some keys and values were made at other strengths than the mix has now. */
    boolean mixed;

    Sequence(
            ServeRequest request,
            ServeListener listener,
            List<ShelvedAdapter> adapters,
            Continuation continuation,
            Runnable wake) {
        this.request = request;
        this.listener = listener;
        this.adapters = adapters;
        this.continuation = continuation;
        this.wake = wake;
        this.mix = request.mix();
        this.text = request.promptIds();
    }

    @Override
    public void cancel() {
        cancelled = true;
        wake.run();
    }

    @Override
    public void mix(AdapterMix wanted) {
        List<String> before = names(request.mix());
        if (!names(wanted).equals(before)) {
            throw new IllegalArgumentException("Only strengths can change while " + before + " answer.");
        }
        HeldMixes.check(wanted, adapters);
        wish.set(wanted);
    }

    private static List<String> names(AdapterMix mix) {
        return mix.parts().stream().map(AdapterMix.Part::name).toList();
    }

    boolean cancelled() {
        return cancelled;
    }

    /** The strengths that were asked for since the last call, or null. */
    @Nullable
    AdapterMix wish() {
        AdapterMix wanted = wish.getAndSet(null);
        return wanted == null || wanted.equals(mix) ? null : wanted;
    }

    /** Keeps strengths for later that could not be taken now, unless others were asked for meanwhile. */
    void wishAgain(AdapterMix wanted) {
        wish.compareAndSet(null, wanted);
    }

    /** Takes the strengths that were asked for while it waited; what is computed anew is all at those. */
    void wished() {
        AdapterMix wanted = wish();
        if (wanted != null) {
            mix = wanted;
            listener.onMix(wanted);
        }
    }

    /** Tokens that may still come. */
    int left() {
        return request.stopping().maxTokens() - continuation.ids().length;
    }

    boolean cameAfter(Sequence other) {
        return submitted - other.submitted > 0;
    }

    /** Who shares the server with the others as one. */
    List<String> party() {
        return names(request.mix());
    }

    Key key(int switchLength) {
        return new Key(
                adapters, mix.parts().stream().map(AdapterMix.Part::strength).toList(), text.length > switchLength);
    }

    void begin() {
        if (began == 0) {
            began = System.nanoTime();
        }
    }

    void took(int id) {
        pending = id;
        if (first == 0) {
            first = System.nanoTime();
        }
    }

    /** Why no token could be chosen: where adapters leave no number to choose by, they are to blame and not the engine. */
    RuntimeException blamed(RuntimeException e, float[] logits) {
        for (float logit : logits) {
            if (Float.isFinite(logit)) {
                return e;
            }
        }
        return held == null || held.tensors() == null
                ? e
                : new ServeException(
                        Kind.BAD_ADAPTER,
                        "With " + mix + " the model gives no usable number for any token: an adapter is damaged, or far"
                                + " too strong.",
                        e);
    }

    /** All of the text so far, to be computed anew. */
    int[] soFar() {
        return IntStream.concat(IntStream.of(request.promptIds()), IntStream.of(continuation.ids()))
                .toArray();
    }

    /** What there is of the answer. */
    Generation generation(StopReason reason) {
        long now = System.nanoTime();
        long token = first == 0 ? now : first;
        return Generation.of(continuation, token - submitted, now - token, reason);
    }

    double queuedSeconds() {
        return ((began == 0 ? System.nanoTime() : began) - submitted) / 1e9;
    }

    /** Frees what it holds. */
    void free() {
        if (cache != null) {
            cache.close();
            cache = null;
        }
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
