package cultivar.runtime.serve;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.DecodeBatch;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.serve.ServeOutcome.GivenUp.Why;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread that computes does: in each round some of the prompts that have been let in, then a token of every row of
 * the batch. Requests come and go between rounds. For that one thread.
 */
final class BatchLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);

    private final Decoder decoder;
    private final ServeSettings settings;
    private final TieredShelf shelf;
    private final ServeCounters counters;
    private final FairQueue queue = new FairQueue();
    private final ArrayDeque<Sequence> prompts = new ArrayDeque<>();
    private final List<Sequence> rows = new ArrayList<>();
    private final DecodeBatch batch;
    private final KeptTexts kept;
    private final HeldMixes mixes;
    private final CacheBudget budget;

    BatchLoop(Decoder decoder, ServeSettings settings, TieredShelf shelf, ServeCounters counters) {
        this.decoder = decoder;
        this.settings = settings;
        this.shelf = shelf;
        this.counters = counters;
        this.batch = new DecodeBatch(decoder);
        this.mixes = new HeldMixes(shelf, decoder);
        this.budget = new CacheBudget(
                batch,
                prompts,
                decoder.spec().maxPositions(),
                settings.cacheBytes() / CachePages.bytesPerToken(decoder));
        this.kept = new KeptTexts(decoder, shelf, settings.prefixBytes());
    }

    /** A request that is to be answered. */
    void add(Sequence sequence) {
        queue.add(sequence);
    }

    /** Requests that wait. */
    int waiting() {
        return queue.size();
    }

    /** Whether nothing has been let in. */
    boolean idle() {
        return prompts.isEmpty() && rows.isEmpty();
    }

    /** One round; what fails in it fails every request that was let in, or all if there was none: it would fail again. */
    void round() {
        try {
            advance();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("A round of the batch failed", e);
            Consumer<Sequence> failed = sequence -> end(sequence, new ServeOutcome.Failed(reason(e)));
            if (idle()) {
                queue.drain(_ -> true, failed);
            }
            drop(failed);
        }
        counters.now(queue.size(), prompts.size() + rows.size(), budget.held(), budget.capacity(), batch.slabBytes());
    }

    private static RuntimeException reason(Throwable e) {
        return e instanceof RuntimeException known ? known : new IllegalStateException("memory has run out", e);
    }

    private void advance() {
        giveUp();
        int left = settings.chunk();
        boolean more = true;
        // Who comes after a prompt that is computed may begin with what it left.
        while (more && left > 0) {
            more = admit();
            left = computePrompts(left);
        }
        if (!rows.isEmpty()) {
            step();
        }
        if (rows.isEmpty() && prompts.isEmpty() && queue.size() == 0) {
            queue.rest();
        }
    }

    private void giveUp() {
        kept.forgetRemoved();
        Instant now = Instant.now();
        queue.drain(each -> why(each, now) != null, each -> giveUp(each, now));
        for (Sequence each : List.copyOf(prompts)) {
            if (why(each, now) != null) {
                prompts.remove(each);
                giveUp(each, now);
            }
        }
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (why(rows.get(row), now) != null) {
                giveUp(takeOut(row), now);
            }
        }
    }

    private static @Nullable Why why(Sequence sequence, Instant now) {
        if (sequence.cancelled()) {
            return Why.CANCELLED;
        }
        Instant deadline = sequence.request.deadline();
        return deadline != null && now.isAfter(deadline) ? Why.DEADLINE : null;
    }

    private void giveUp(Sequence sequence, Instant now) {
        Why why = why(sequence, now);
        end(
                sequence,
                new ServeOutcome.GivenUp(why == null ? Why.CANCELLED : why, sequence.generation(StopReason.CANCELLED)));
    }

    /** Lets in the first of each party, as long as there is room; false if nobody was. */
    private boolean admit() {
        // Before the queue is put in order, which takes its time where thousands wait.
        if (prompts.size() + rows.size() >= settings.maxBatch()) {
            return false;
        }
        boolean any = false;
        boolean next = true;
        boolean full = false;
        for (Sequence head : queue.heads()) {
            if (prompts.size() + rows.size() >= settings.maxBatch()) {
                return any;
            }
            // Others would take, or keep, the room that somebody waits for who was served less.
            if (full && !head.adapters.isEmpty()) {
                continue;
            }
            try {
                boolean there = true;
                for (ShelvedAdapter adapter : head.adapters) {
                    there &= shelf.there(adapter, next);
                }
                if (!there) {
                    next = false;
                    continue;
                }
                if (!budget.fits(head)) {
                    return any;
                }
                head.wished();
                HeldMix held = mixes.hold(head.mix, head.adapters);
                if (held == null) {
                    next = false;
                    full = true;
                    continue;
                }
                head.held = held;
                head.begin();
                open(head);
            } catch (RuntimeException | OutOfMemoryError e) {
                queue.take(head);
                end(head, new ServeOutcome.Failed(reason(e)));
                continue;
            }
            queue.take(head);
            prompts.addLast(head);
            any = true;
        }
        return any;
    }

    private void open(Sequence sequence) {
        KeyValueCache cache = decoder.cache(sequence.text.length);
        sequence.cache = cache;
        kept.begin(sequence, cache);
        if (sequence.continuation.ids().length == 0) {
            sequence.cachedTokens = cache.length();
            counters.cached(cache.length());
        }
    }

    /** Computes prompts in turns, a piece of each, until the round's share is used up; gives what is left of it. */
    private int computePrompts(int share) {
        int left = share;
        while (left > 0 && !prompts.isEmpty()) {
            Sequence sequence = prompts.removeFirst();
            KeyValueCache cache = sequence.cache;
            if (cache == null) {
                throw new IllegalStateException("a prompt without a cache");
            }
            int from = cache.length();
            int to = Math.min(sequence.text.length, from + left);
            left -= to - from;
            try {
                float[] logits = compute(sequence, cache, from, to);
                queue.servedPrompt(sequence, to - from);
                counters.prompt(to - from);
                if (to < sequence.text.length) {
                    prompts.addLast(sequence);
                } else {
                    join(sequence, cache, logits);
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                end(sequence, new ServeOutcome.Failed(reason(e)));
            } catch (Error e) {
                // The server ends of it, and tells all that were let in.
                prompts.addFirst(sequence);
                throw e;
            }
        }
        return left;
    }

    private float[] compute(Sequence sequence, KeyValueCache cache, int from, int to) {
        HeldMix held = sequence.held;
        try (PtNDManager scope = decoder.torch().scope()) {
            return decoder.torch()
                    .read(decoder.next(
                            Arrays.copyOfRange(sequence.text, from, to),
                            cache,
                            held == null ? null : held.tensors(),
                            scope));
        }
    }

    private void join(Sequence sequence, KeyValueCache cache, float[] logits) {
        PromptLikelihoods.tell(decoder, sequence);
        kept.prompt(sequence, cache);
        ServeOutcome outcome = took(sequence, logits);
        if (outcome == null) {
            HeldMix held = sequence.held;
            batch.join(cache, held == null ? null : held.tensors());
            rows.add(sequence);
            cache.close();
            sequence.cache = null;
        } else {
            end(sequence, outcome);
        }
    }

    /** Chooses the next token; gives how it ends if that is the last, or nobody listens any more. */
    private @Nullable ServeOutcome took(Sequence sequence, float[] logits) {
        Continuation.Step step;
        try {
            step = sequence.continuation.next(logits);
        } catch (RuntimeException e) {
            // Its own settings or adapters are at fault, so that the others of the batch go on.
            return new ServeOutcome.Failed(sequence.blamed(e, logits));
        }
        sequence.took(step.id());
        queue.servedToken(sequence);
        counters.token();
        StopReason reason = step.end();
        try {
            sequence.listener.onToken(step);
        } catch (RuntimeException e) {
            LOG.debug("A listener failed", e);
            sequence.cancel();
            reason = StopReason.CANCELLED;
        }
        if (reason == null) {
            return null;
        }
        return reason == StopReason.CANCELLED
                ? new ServeOutcome.GivenUp(Why.CANCELLED, sequence.generation(reason))
                : new ServeOutcome.Answered(
                        sequence.generation(reason), sequence.queuedSeconds(), sequence.cachedTokens);
    }

    private void step() {
        remix();
        makeRoom();
        if (rows.isEmpty()) {
            return;
        }
        int[] ids = rows.stream().mapToInt(row -> row.pending).toArray();
        float[][] logits = batch.next(ids);
        counters.step();
        for (int row = rows.size() - 1; row >= 0; row--) {
            ServeOutcome outcome = took(rows.get(row), logits[row]);
            if (outcome != null) {
                kept.answer(rows.get(row), batch, row);
                end(takeOut(row), outcome);
            }
        }
    }

    private void remix() {
        for (int row = rows.size() - 1; row >= 0; row--) {
            AdapterMix wish = rows.get(row).wish();
            if (wish == null) {
                continue;
            }
            try {
                remix(row, wish);
            } catch (RuntimeException e) {
                end(takeOut(row), new ServeOutcome.Failed(e));
            }
        }
    }

    private void remix(int row, AdapterMix wish) {
        Sequence sequence = rows.get(row);
        HeldMix next = mixes.hold(wish, sequence.adapters);
        if (next == null) {
            sequence.wishAgain(wish);
            return;
        }
        try {
            batch.change(row, next.tensors());
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
        if (sequence.held != null) {
            sequence.held.close();
        }
        sequence.held = next;
        sequence.mix = wish;
        sequence.mixed = true;
        sequence.listener.onMix(wish);
    }

    /** Rows that grew beyond what was foreseen may need more than there is: then the last to come wait again. */
    private void makeRoom() {
        int limit = decoder.spec().rotary().switchLength();
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (batch.length(row) == limit) {
                again(row);
            }
        }
        while (rows.size() + prompts.size() > 1 && budget.exceeded()) {
            if (prompts.isEmpty()) {
                again(IntStream.range(0, rows.size())
                        .reduce((one, other) -> rows.get(one).cameAfter(rows.get(other)) ? one : other)
                        .orElseThrow());
            } else {
                wait(prompts.removeLast());
            }
        }
    }

    /** Takes a row out and computes its text again later. */
    private void again(int row) {
        Sequence sequence = takeOut(row);
        sequence.text = sequence.soFar();
        wait(sequence);
    }

    private void wait(Sequence sequence) {
        sequence.free();
        queue.addFirst(sequence);
    }

    private Sequence takeOut(int row) {
        Sequence gone = rows.get(row);
        batch.leave(row);
        rows.set(row, rows.getLast());
        rows.removeLast();
        return gone;
    }

    private void end(Sequence sequence, ServeOutcome outcome) {
        try {
            sequence.free();
        } catch (RuntimeException e) {
            LOG.warn("What a request held could not be freed", e);
        }
        shelf.leave(sequence.adapters);
        counters.ended(outcome);
        try {
            sequence.listener.onEnd(outcome);
        } catch (RuntimeException e) {
            LOG.debug("A listener failed", e);
        }
    }

    /** Ends all that were let in, however the engine is: nobody may wait for ever. */
    private void drop(Consumer<Sequence> how) {
        List<Sequence> all = new ArrayList<>(prompts);
        all.addAll(rows);
        prompts.clear();
        rows.clear();
        try {
            batch.clear();
        } finally {
            all.forEach(how);
        }
    }

    /** Gives up what there is. */
    @Override
    public void close() {
        Consumer<Sequence> closed = sequence ->
                end(sequence, new ServeOutcome.GivenUp(Why.SERVER_CLOSED, sequence.generation(StopReason.CANCELLED)));
        queue.drain(_ -> true, closed);
        drop(closed);
        batch.close();
        kept.close();
    }
}
