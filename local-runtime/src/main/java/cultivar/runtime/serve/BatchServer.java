package cultivar.runtime.serve;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.DecodeBatch;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.serve.ServeException.Kind;
import cultivar.runtime.serve.ServeOutcome.GivenUp.Why;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.Torch;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes all requests on one thread: in each round some of the prompts that have been let in, then a token of every row of
 * the batch. Requests come and go between rounds.
 */
public final class BatchServer implements Serving {
    private static final Logger LOG = LoggerFactory.getLogger(BatchServer.class);

    /** Tokens of an answer that are foreseen when it is let in; a longer one finds room as it grows, or waits for it. */
    private static final int FORESEEN = 256;

    private static final long ADAPTER_WAIT_MILLIS = 20;

    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final ServeSettings settings;
    private final TieredShelf shelf;
    private final Thread thread;
    private final ServeCounters counters = new ServeCounters();
    private final long bytesPerToken;
    private final Object lock = new Object();
    private final List<Sequence> arrived = new ArrayList<>();
    private boolean awake;
    private boolean closed;

    /** What only the computing thread touches. */
    private final FairQueue queue = new FairQueue();

    private final ArrayDeque<Sequence> prompts = new ArrayDeque<>();
    private final List<Sequence> rows = new ArrayList<>();
    private long removals;
    private final DecodeBatch batch;
    private final PrefixCache prefixes;

    /** Begins to serve; the decoder stays open longer. */
    public BatchServer(Decoder decoder, Tokenizer tokenizer, ServeSettings settings) {
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.shelf = new TieredShelf(decoder, settings.readyBytes(), settings.warmBytes(), this::wake);
        this.batch = new DecodeBatch(decoder);
        this.prefixes = new PrefixCache(decoder, settings.prefixBytes());
        this.bytesPerToken = CachePages.bytesPerToken(decoder);
        this.thread = Thread.ofPlatform().daemon().name("cultivar-serving").start(this::run);
    }

    @Override
    public AdapterShelf shelf() {
        return shelf;
    }

    @Override
    public Answering submit(ServeRequest request, ServeListener listener) {
        int prompt = request.promptIds().length;
        int room = decoder.spec().maxPositions() - prompt;
        if (room < 1) {
            throw new ServeException(
                    Kind.TOO_LONG,
                    "The prompt has " + prompt + " tokens, and this model takes "
                            + decoder.spec().maxPositions() + " with the answer. Shorten it.");
        }
        int all = prompt + Math.min(room, request.stopping().maxTokens());
        long bytes = DecodeBatch.room(1, all) * bytesPerToken;
        if (bytes > settings.cacheBytes()) {
            throw new ServeException(
                    Kind.TOO_LONG,
                    "Prompt and answer of " + all + " tokens need " + (bytes >> 20)
                            + " MiB of keys and values, and the budget is " + (settings.cacheBytes() >> 20)
                            + " MiB. Ask for fewer tokens, or raise it.");
        }
        List<ShelvedAdapter> adapters = shelf.ask(request.mix());
        try {
            HeldMix.check(request.mix(), adapters);
            Continuation continuation =
                    new Continuation(tokenizer, request.promptIds(), request.sampling(), request.stopping(), room);
            Sequence sequence = new Sequence(request, listener, adapters, continuation, this::wake);
            synchronized (lock) {
                if (closed) {
                    throw new ServeException(Kind.CLOSED, "The server is closing.");
                }
                if (arrived.size() + counters.waiting() >= settings.maxQueue()) {
                    throw new ServeException(
                            Kind.BUSY, settings.maxQueue() + " requests are waiting already. Try again later.");
                }
                arrived.add(sequence);
                awake = true;
                lock.notifyAll();
            }
            return sequence;
        } catch (RuntimeException e) {
            shelf.leave(adapters);
            throw e;
        }
    }

    @Override
    public ServeStatus status() {
        return counters.status(shelf);
    }

    private void wake() {
        synchronized (lock) {
            awake = true;
            lock.notifyAll();
        }
    }

    private void run() {
        Torch.prepareThread(false);
        try {
            while (next()) {
                try {
                    round();
                } catch (RuntimeException e) {
                    LOG.warn("A round of the batch failed", e);
                    fail(e);
                }
                counters.now(queue.size(), prompts.size() + rows.size(), held(), capacity());
            }
        } finally {
            drop(sequence -> end(
                    sequence, new ServeOutcome.GivenUp(Why.SERVER_CLOSED, sequence.generation(StopReason.CANCELLED))));
            batch.close();
            prefixes.close();
            shelf.close();
        }
    }

    /** Waits for something to do and takes in what has come; false when it is to end. */
    private boolean next() {
        synchronized (lock) {
            while (!closed && !awake && prompts.isEmpty() && rows.isEmpty()) {
                try {
                    // With something in the queue it is an adapter that is waited for, or a deadline.
                    lock.wait(queue.size() == 0 ? 0 : ADAPTER_WAIT_MILLIS);
                } catch (InterruptedException e) {
                    closed = true;
                }
                if (queue.size() > 0) {
                    break;
                }
            }
            awake = false;
            arrived.forEach(queue::add);
            arrived.clear();
            counters.waiting(queue.size());
            return !closed;
        }
    }

    private void round() {
        giveUp();
        admit();
        computePrompts();
        if (!rows.isEmpty()) {
            step();
        }
        if (rows.isEmpty() && prompts.isEmpty() && queue.size() == 0) {
            queue.rest();
        }
    }

    private void giveUp() {
        if (removals != shelf.removals()) {
            removals = shelf.removals();
            prefixes.forget(key -> key.adapters().stream().anyMatch(each -> each.removed));
        }
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

    /** Lets in who is next, as long as there is room. */
    private void admit() {
        if (queue.size() == 0 || prompts.size() + rows.size() >= settings.maxBatch()) {
            return;
        }
        boolean next = true;
        for (Sequence head : queue.heads()) {
            if (prompts.size() + rows.size() >= settings.maxBatch()) {
                return;
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
                if (!fits(head)) {
                    return;
                }
                HeldMix held = HeldMix.of(shelf, decoder, head.mix, head.adapters);
                if (held == null) {
                    next = false;
                    continue;
                }
                head.held = held;
                head.begin();
                open(head);
            } catch (RuntimeException e) {
                queue.take(head);
                end(head, new ServeOutcome.Failed(e));
                continue;
            }
            queue.take(head);
            prompts.addLast(head);
        }
    }

    private void open(Sequence sequence) {
        KeyValueCache cache = decoder.cache(sequence.text.length);
        sequence.cache = cache;
        if (!sequence.mixed) {
            prefixes.begin(key(sequence), sequence.text, cache);
            if (sequence.continuation.ids().length == 0) {
                sequence.cachedTokens = cache.length();
                counters.cached(cache.length());
            }
        }
    }

    private Sequence.Key key(Sequence sequence) {
        return sequence.key(decoder.spec().rotary().switchLength());
    }

    private boolean fits(Sequence sequence) {
        long longest = foreseen(sequence);
        long texts = sequence.text.length;
        for (Sequence each : prompts) {
            longest = Math.max(longest, foreseen(each));
            texts += each.text.length;
        }
        for (int row = 0; row < rows.size(); row++) {
            longest = Math.max(longest, batch.length(row) + 1L);
        }
        int all = rows.size() + prompts.size() + 1;
        return all == 1
                || (DecodeBatch.room(all, Math.toIntExact(longest)) + texts) * bytesPerToken <= settings.cacheBytes();
    }

    private int foreseen(Sequence sequence) {
        int most = decoder.spec().maxPositions() - sequence.text.length;
        return sequence.text.length
                + Math.min(Math.min(sequence.request.stopping().maxTokens(), FORESEEN), most);
    }

    /** Computes prompts in turns, a piece of each, until the round's share is used up. */
    private void computePrompts() {
        int left = settings.chunk();
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
            } catch (RuntimeException e) {
                end(sequence, new ServeOutcome.Failed(e));
            }
        }
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
        if (!sequence.mixed) {
            prefixes.keep(key(sequence), sequence.text, cache);
        }
        if (took(sequence, logits)) {
            HeldMix held = sequence.held;
            batch.join(cache, held == null ? null : held.tensors(), foreseen(sequence));
            rows.add(sequence);
            cache.close();
            sequence.cache = null;
        }
    }

    /** Chooses the next token; false if it is the last, or nobody listens any more. */
    private boolean took(Sequence sequence, float[] logits) {
        Continuation.Step step;
        try {
            step = sequence.continuation.next(logits);
        } catch (RuntimeException e) {
            // Its own settings are at fault, so that the others of the batch go on.
            end(sequence, new ServeOutcome.Failed(e));
            return false;
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
            return true;
        }
        end(
                sequence,
                reason == StopReason.CANCELLED
                        ? new ServeOutcome.GivenUp(Why.CANCELLED, sequence.generation(reason))
                        : new ServeOutcome.Answered(
                                sequence.generation(reason), sequence.queuedSeconds(), sequence.cachedTokens));
        return false;
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
            if (!took(rows.get(row), logits[row])) {
                remember(row);
                takeOut(row);
            }
        }
    }

    /** Keeps an answer's keys and values with its prompt's, since the next question of a chat begins with both. */
    private void remember(int row) {
        Sequence sequence = rows.get(row);
        int length = batch.length(row);
        if (prefixes.capacity() == 0
                || sequence.mixed
                || length / CachePages.TOKENS == sequence.text.length / CachePages.TOKENS) {
            return;
        }
        sequence.text = Arrays.copyOf(sequence.soFar(), length);
        try (KeyValueCache cache = decoder.cache(length)) {
            batch.take(row, cache, sequence.text);
            prefixes.keep(key(sequence), sequence.text, cache);
        }
    }

    private void remix() {
        for (int row = 0; row < rows.size(); row++) {
            Sequence sequence = rows.get(row);
            AdapterMix wish = sequence.wish();
            if (wish == null) {
                continue;
            }
            HeldMix next = HeldMix.of(shelf, decoder, wish, sequence.adapters);
            if (next == null) {
                sequence.wishAgain(wish);
            } else {
                batch.change(row, next.tensors());
                if (sequence.held != null) {
                    sequence.held.close();
                }
                sequence.held = next;
                sequence.mix = wish;
                sequence.mixed = true;
            }
        }
    }

    /** Rows that grew beyond what was foreseen may need more than there is: then the last to come wait again. */
    private void makeRoom() {
        int limit = decoder.spec().rotary().switchLength();
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (batch.length(row) == limit) {
                again(row);
            }
        }
        while (rows.size() > 1
                && DecodeBatch.room(rows.size(), longest() + 1) * bytesPerToken > settings.cacheBytes()) {
            again(rows.size() - 1);
        }
    }

    private int longest() {
        int longest = 0;
        for (int row = 0; row < rows.size(); row++) {
            longest = Math.max(longest, batch.length(row));
        }
        return longest;
    }

    /** Takes a row out and computes its text again later. */
    private void again(int row) {
        Sequence sequence = takeOut(row);
        sequence.text = sequence.soFar();
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
        sequence.free();
        shelf.leave(sequence.adapters);
        counters.ended(outcome);
        try {
            sequence.listener.onEnd(outcome);
        } catch (RuntimeException e) {
            LOG.debug("A listener failed", e);
        }
    }

    private void fail(RuntimeException reason) {
        drop(sequence -> end(sequence, new ServeOutcome.Failed(reason)));
    }

    /** Ends all. */
    private void drop(Consumer<Sequence> how) {
        synchronized (lock) {
            arrived.forEach(queue::add);
            arrived.clear();
        }
        queue.drain(_ -> true, how);
        for (Sequence each = prompts.pollFirst(); each != null; each = prompts.pollFirst()) {
            how.accept(each);
        }
        while (!rows.isEmpty()) {
            how.accept(takeOut(rows.size() - 1));
        }
    }

    private long held() {
        long tokens = prefixes.tokens();
        for (Sequence each : prompts) {
            tokens += each.text.length;
        }
        for (int row = 0; row < rows.size(); row++) {
            tokens += batch.length(row);
        }
        return tokens;
    }

    private long capacity() {
        return settings.cacheBytes() / bytesPerToken + prefixes.capacity();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
