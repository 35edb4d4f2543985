package cultivar.runtime.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A response's body, read by the thread that wants it. Unlike a stream of the client it ends when nothing comes for a
 * while, and at once when somebody asks to stop.
 */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private static final long SLICE_MILLIS = 200;
    private static final int LONGEST_SKIPPED = 64 << 10;
    private static final Duration SKIPPING = Duration.ofSeconds(2);

    private sealed interface Event {
        record Data(List<ByteBuffer> buffers) implements Event {}

        record End(@Nullable Throwable failure) implements Event {}
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> ready = new ArrayDeque<>();
    private final BooleanSupplier cancelled;
    private Duration stall;
    private volatile Flow.@Nullable Subscription subscription;
    private boolean ended;

    /** @param stall how long nothing may come before the connection counts as cut */
    BodyReader(Duration stall, BooleanSupplier cancelled) {
        this.stall = stall;
        this.cancelled = cancelled;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Event.Data(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event.End(failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event.End(null));
    }

    /** The next bytes; null at the end. */
    @Nullable
    ByteBuffer next() throws IOException {
        while (ready.isEmpty()) {
            if (ended) {
                return null;
            }
            switch (await()) {
                case Event.Data(var buffers) -> {
                    ready.addAll(buffers);
                    Flow.Subscription open = subscription;
                    if (open != null) {
                        open.request(1);
                    }
                }
                case Event.End(var failure) -> {
                    ended = true;
                    if (failure != null) {
                        throw new IOException(failure);
                    }
                }
            }
        }
        return ready.remove();
    }

    private Event await() throws IOException {
        long deadline = System.nanoTime() + stall.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            try {
                Event event = events.poll(SLICE_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    return event;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException();
            }
        }
        throw new IOException("nothing came for " + stall.toSeconds() + " s");
    }

    /** The whole body, which must not be longer than {@code most}. */
    byte[] all(int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer buffer = next(); buffer != null; buffer = next()) {
            if (bytes.size() + buffer.remaining() > most) {
                throw new HubException(
                        HubException.Reason.SERVER,
                        "The hub sent an answer of more than " + Bytes.text(most) + ". Try again later.");
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Reads what nobody wants, if it is short, so that the connection can be used again. */
    void skip() {
        int left = LONGEST_SKIPPED;
        stall = SKIPPING;
        try {
            for (ByteBuffer buffer = next(); buffer != null && left > 0; buffer = next()) {
                left -= buffer.remaining();
            }
        } catch (IOException e) {
            // It ends here, as it would have anyway.
            ended = true;
            cancel();
        }
    }

    /** Lets the connection go; what was not read is thrown away. */
    @Override
    public void close() {
        if (!ended) {
            cancel();
        }
    }

    private void cancel() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
