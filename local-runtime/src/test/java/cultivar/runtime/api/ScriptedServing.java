package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeException.Kind;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeOutcome.GivenUp.Why;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeStatus;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.text.Tokenizer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers without a model: the logits of a token depend on the token before it and on who answers, all else is as in the
 * real one. Each request has a thread of its own and takes a permit for each token.
 */
final class ScriptedServing implements Serving, AdapterShelf {
    /** What is asked for to fail: the engine's own fault. */
    static final int FAILING_TOKENS = 77;

    private final Tokenizer tokenizer;
    private final int vocabulary;
    private final int context;
    private final TreeMap<String, Entry> shelf = new TreeMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger newTokens = new AtomicInteger();
    private volatile @Nullable Semaphore permits;
    private volatile int most = 1000;
    private volatile boolean closed;

    ScriptedServing(Tokenizer tokenizer, int vocabulary, int context) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.context = context;
    }

    /** From now on a token is made only with a permit. */
    Semaphore slow() {
        Semaphore fresh = new Semaphore(0);
        permits = fresh;
        return fresh;
    }

    /** At most so many requests are taken at once. */
    void atMost(int requests) {
        most = requests;
    }

    @Override
    public List<Answering> submit(List<ServeRequest> requests, List<ServeListener> listeners) {
        requests.forEach(this::check);
        if (running.addAndGet(requests.size()) > most) {
            running.addAndGet(-requests.size());
            throw new ServeException(Kind.BUSY, "Too many requests wait. Try again in a moment.");
        }
        return IntStream.range(0, requests.size())
                .mapToObj(i -> begin(requests.get(i), listeners.get(i)))
                .toList();
    }

    private void check(ServeRequest request) {
        for (AdapterMix.Part part : request.mix().parts()) {
            if (!shelf.containsKey(part.name())) {
                throw new ServeException(Kind.UNKNOWN_ADAPTER, "There is no adapter " + part.name() + ".");
            }
        }
        if (request.promptIds().length >= context) {
            throw new ServeException(Kind.TOO_LONG, "The prompt is too long.");
        }
    }

    private Answering begin(ServeRequest request, ServeListener listener) {
        AtomicBoolean cancel = new AtomicBoolean();
        Thread.startVirtualThread(() -> answer(request, listener, cancel));
        return new Answering() {
            @Override
            public void cancel() {
                cancel.set(true);
            }

            @Override
            public void mix(AdapterMix mix) {
                throw new UnsupportedOperationException("not over HTTP");
            }
        };
    }

    private void answer(ServeRequest request, ServeListener listener, AtomicBoolean cancel) {
        int[] prompt = request.promptIds();
        Continuation continuation =
                new Continuation(tokenizer, prompt, request.sampling(), request.stopping(), context - prompt.length);
        ServeOutcome outcome;
        if (request.stopping().maxTokens() == FAILING_TOKENS) {
            outcome = new ServeOutcome.Failed(new IllegalStateException("secret of the engine"));
        } else {
            outcome = go(request, listener, cancel, continuation);
        }
        running.decrementAndGet();
        listener.onEnd(outcome);
    }

    private ServeOutcome go(
            ServeRequest request, ServeListener listener, AtomicBoolean cancel, Continuation continuation) {
        int last = request.promptIds()[request.promptIds().length - 1];
        while (true) {
            Why why = paused(request.deadline(), cancel);
            if (why != null) {
                cancelled.incrementAndGet();
                return new ServeOutcome.GivenUp(why, generation(continuation, Generation.StopReason.CANCELLED));
            }
            Continuation.Step step = continuation.next(logits(last, request.mix()));
            newTokens.incrementAndGet();
            last = step.id();
            listener.onToken(step);
            if (step.end() != null) {
                answered.incrementAndGet();
                return new ServeOutcome.Answered(
                        generation(continuation, step.end()), 0.01, request.promptIds().length - 1);
            }
        }
    }

    private static Generation generation(Continuation continuation, Generation.StopReason reason) {
        return Generation.of(continuation, 1, 1, reason);
    }

    /** Waits for a permit; gives why there is no use in one. */
    private @Nullable Why paused(@Nullable Instant deadline, AtomicBoolean cancel) {
        while (true) {
            if (closed) {
                return Why.SERVER_CLOSED;
            }
            if (cancel.get()) {
                return Why.CANCELLED;
            }
            if (deadline != null && Instant.now().isAfter(deadline)) {
                return Why.DEADLINE;
            }
            Semaphore needed = permits;
            try {
                if (needed == null || needed.tryAcquire(1, TimeUnit.MILLISECONDS)) {
                    return null;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private float[] logits(int last, AdapterMix mix) {
        Random random = new Random(31L * last + mix.toString().hashCode());
        float[] logits = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            logits[i] = tokenizer.specialIds().contains(i) ? -30 : 6 * random.nextFloat();
        }
        return logits;
    }

    @Override
    public AdapterShelf shelf() {
        return this;
    }

    @Override
    public boolean alive() {
        return true;
    }

    @Override
    public ServeStatus status() {
        return new ServeStatus(
                0,
                running.get(),
                10,
                100,
                answered.get(),
                cancelled.get(),
                0,
                20,
                5,
                newTokens.get(),
                7,
                1,
                2,
                3,
                4,
                5,
                6);
    }

    @Override
    public String hash(String name) {
        return "00ff";
    }

    @Override
    public synchronized Entry add(String name, Path peftFolder, Keeping keeping) {
        try {
            int rank = PeftFolder.config(peftFolder).rank();
            Entry entry = new Entry(name, peftFolder, Tier.COLD, rank, 100, 0, keeping, 0, "00ff");
            Entry other = shelf.get(name);
            if (other != null && !other.folder().equals(peftFolder)) {
                throw new ServeException(Kind.BAD_ADAPTER, "The name " + name + " is taken.");
            }
            shelf.put(name, entry);
            return entry;
        } catch (AdapterException e) {
            throw new ServeException(Kind.BAD_ADAPTER, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public synchronized Entry replace(String name, Path peftFolder, Keeping keeping) {
        shelf.remove(name);
        return add(name, peftFolder, keeping);
    }

    @Override
    public synchronized void remove(String name) {
        if (shelf.remove(name) == null) {
            throw new ServeException(Kind.UNKNOWN_ADAPTER, "There is no adapter " + name + ".");
        }
    }

    @Override
    public synchronized Optional<Entry> entry(String name) {
        return Optional.ofNullable(shelf.get(name));
    }

    @Override
    public synchronized List<Entry> entries() {
        return List.copyOf(shelf.values());
    }

    @Override
    public void close() {
        closed = true;
    }
}
