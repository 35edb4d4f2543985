package cultivar.runtime.serve;

import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.DecodeBatch;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.generate.Continuation;
import cultivar.runtime.serve.ServeException.Kind;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.OwnThread;
import cultivar.runtime.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests from any thread and computes them all on one of its own, see {@link BatchLoop}. The thread ends after some
 * idle seconds and another one comes with the next request, see {@link OwnThread}.
 */
public final class BatchServer implements Serving {
    private static final Logger LOG = LoggerFactory.getLogger(BatchServer.class);

    private static final long ADAPTER_WAIT_MILLIS = 20;

    /** Threads take less than a millisecond to start, so that nobody notices who asks after a rest. */
    private static final long IDLE_MILLIS = 5_000;

    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final ServeSettings settings;
    private final Consumer<Serving> gone;
    private final TieredShelf shelf;
    private final ServeCounters counters = new ServeCounters();
    private final long bytesPerToken;
    private final Object lock = new Object();
    private final List<Sequence> arrived = new ArrayList<>();
    private boolean awake;
    private boolean closed;
    private boolean ended;
    private boolean failed;
    private @Nullable Thread thread;

    /** Only the computing thread touches it. */
    private final BatchLoop loop;

    /**
     * Begins to serve; the decoder stays open longer.
     *
     * @param gone is told when this has closed
     */
    public BatchServer(Decoder decoder, Tokenizer tokenizer, ServeSettings settings, Consumer<Serving> gone) {
        this.gone = gone;
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.shelf = new TieredShelf(decoder, settings.readyBytes(), settings.warmBytes(), this::wake);
        this.loop = new BatchLoop(decoder, settings, shelf, counters);
        this.bytesPerToken = CachePages.bytesPerToken(decoder);
    }

    @Override
    public AdapterShelf shelf() {
        return shelf;
    }

    @Override
    public List<Answering> submit(List<ServeRequest> requests, List<ServeListener> listeners) {
        List<Sequence> sequences = new ArrayList<>();
        try {
            for (int i = 0; i < requests.size(); i++) {
                sequences.add(sequence(requests.get(i), listeners.get(i)));
            }
            accept(sequences);
        } catch (RuntimeException e) {
            sequences.forEach(sequence -> shelf.leave(sequence.adapters));
            throw e;
        }
        return List.copyOf(sequences);
    }

    private Sequence sequence(ServeRequest request, ServeListener listener) {
        check(request.promptIds());
        int prompt = request.promptIds().length;
        int room = decoder.spec().maxPositions() - prompt;
        if (room < 1) {
            throw new ServeException(
                    Kind.TOO_LONG,
                    "The prompt has " + prompt + " tokens, and this model takes "
                            + decoder.spec().maxPositions() + " with the answer. Shorten it.");
        }
        int all = prompt + Math.min(room, request.stopping().maxTokens());
        long bytes = DecodeBatch.room(all) * bytesPerToken;
        if (bytes > settings.cacheBytes()) {
            throw new ServeException(
                    Kind.TOO_LONG,
                    "Prompt and answer of " + all + " tokens need " + (bytes >> 20)
                            + " MiB of keys and values, and the budget is " + (settings.cacheBytes() >> 20)
                            + " MiB. Ask for fewer tokens, or raise it.");
        }
        List<ShelvedAdapter> adapters = shelf.find(request.mix());
        try {
            HeldMixes.check(request.mix(), adapters);
            Continuation continuation =
                    new Continuation(tokenizer, request.promptIds(), request.sampling(), request.stopping(), room);
            return new Sequence(request, listener, adapters, continuation, this::wake);
        } catch (RuntimeException e) {
            shelf.leave(adapters);
            throw e;
        }
    }

    /** Puts requests into the queue, or none of them. */
    private void accept(List<Sequence> sequences) {
        synchronized (lock) {
            if (failed) {
                throw new ServeException(
                        Kind.FAILED, "The engine has failed and answers no more. Its log says why; start it again.");
            }
            if (closed) {
                throw new ServeException(Kind.CLOSED, "The server is closing.");
            }
            if (sequences.size() > settings.maxQueue()) {
                throw new ServeException(
                        Kind.TOO_MANY,
                        sequences.size() + " answers at once are more than the " + settings.maxQueue()
                                + " that may wait. Ask for fewer.");
            }
            int waiting = arrived.size() + counters.waiting();
            if (waiting + sequences.size() > settings.maxQueue()) {
                throw new ServeException(
                        Kind.BUSY,
                        waiting + " of at most " + settings.maxQueue() + " requests are waiting already."
                                + " Try again later.");
            }
            arrived.addAll(sequences);
            begin();
        }
        // Without the lock: an adapter that is being opened keeps the shelf for longer than a look at the server may
        // take.
        sequences.forEach(sequence -> shelf.accepted(sequence.adapters));
    }

    /** On a card a foreign id would end all work there is, not only this. */
    private void check(int[] ids) {
        int vocabulary = decoder.spec().vocabulary();
        for (int id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new ServeException(
                        Kind.BAD_PROMPT,
                        "The token id " + id + " is outside this model's vocabulary of " + vocabulary
                                + ": its tokenizer makes tokens that the model never had.");
            }
        }
    }

    @Override
    public boolean alive() {
        synchronized (lock) {
            return !failed;
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

    /** Sees to it that something computes. */
    private void begin() {
        wake();
        if (thread == null && !ended) {
            thread = Thread.ofPlatform().daemon().name("cultivar-serving").start(this::run);
        }
    }

    private void run() {
        Torch.prepareThread(false);
        boolean idle = false;
        try {
            Next next = next();
            while (next == Next.ROUND) {
                loop.round();
                next = next();
            }
            idle = next == Next.REST;
        } catch (RuntimeException | Error e) {
            LOG.error("The engine cannot go on", e);
            synchronized (lock) {
                failed = true;
            }
        } finally {
            if (!idle) {
                end();
            }
        }
    }

    /** Whatever ended it: who comes now must not wait for ever. */
    private void end() {
        synchronized (lock) {
            closed = true;
            ended = true;
        }
        takeIn();
        try {
            loop.close();
        } finally {
            shelf.close();
        }
    }

    private enum Next {
        ROUND,
        REST,
        END
    }

    /** Waits for something to do and takes in what has come; the thread may rest when there was nothing for a while. */
    private Next next() {
        synchronized (lock) {
            long until = System.nanoTime() + IDLE_MILLIS * 1_000_000;
            while (!closed && !awake && loop.idle()) {
                boolean waiting = loop.waiting() > 0;
                long millis = waiting ? ADAPTER_WAIT_MILLIS : (until - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    thread = null;
                    return Next.REST;
                }
                try {
                    lock.wait(millis);
                } catch (InterruptedException e) {
                    closed = true;
                }
                // With something in the queue it is an adapter that is waited for, or a deadline.
                if (waiting) {
                    break;
                }
            }
            awake = false;
            takeIn();
            return closed ? Next.END : Next.ROUND;
        }
    }

    private void takeIn() {
        synchronized (lock) {
            arrived.forEach(loop::add);
            arrived.clear();
            counters.waiting(loop.waiting());
        }
    }

    @Override
    public void close() {
        Thread computing;
        synchronized (lock) {
            closed = true;
            begin();
            computing = thread;
        }
        if (computing != null) {
            OwnThread.joined(computing);
        }
        gone.accept(this);
    }
}
