package cultivar.runtime.serve;

import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.DecodeBatch;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.generate.Continuation;
import cultivar.runtime.serve.ServeException.Kind;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes requests from any thread and computes them all on one of its own, see {@link BatchLoop}. */
public final class BatchServer implements Serving {
    private static final long ADAPTER_WAIT_MILLIS = 20;

    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final ServeSettings settings;
    private final Consumer<Serving> gone;
    private final TieredShelf shelf;
    private final Thread thread;
    private final ServeCounters counters = new ServeCounters();
    private final long bytesPerToken;
    private final Object lock = new Object();
    private final List<Sequence> arrived = new ArrayList<>();
    private boolean awake;
    private boolean closed;

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
        long bytes = DecodeBatch.room(all) * bytesPerToken;
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
                loop.round();
            }
        } finally {
            // Whatever ended it: who comes now must not wait for ever.
            synchronized (lock) {
                closed = true;
            }
            takeIn();
            loop.close();
            shelf.close();
        }
    }

    /** Waits for something to do and takes in what has come; false when it is to end. */
    private boolean next() {
        synchronized (lock) {
            while (!closed && !awake && loop.idle()) {
                try {
                    // With something in the queue it is an adapter that is waited for, or a deadline.
                    lock.wait(loop.waiting() == 0 ? 0 : ADAPTER_WAIT_MILLIS);
                } catch (InterruptedException e) {
                    closed = true;
                }
                if (loop.waiting() > 0) {
                    break;
                }
            }
            awake = false;
            takeIn();
            return !closed;
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
        gone.accept(this);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
