package cultivar.runtime;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.Serving;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends requests to a server and waits for what becomes of them. */
final class Served {
    private Served() {}

    static ServeRequest greedy(int[] prompt, AdapterMix mix, int tokens) {
        return request(prompt, mix, Sampling.greedy(), tokens, null);
    }

    static ServeRequest request(
            int[] prompt, AdapterMix mix, Sampling sampling, int tokens, @Nullable Instant deadline) {
        return new ServeRequest(prompt, mix, sampling, new Stopping(tokens, List.of(), true), deadline);
    }

    static CompletableFuture<ServeOutcome> send(Serving serving, ServeRequest request) {
        return send(serving, request, _ -> {}, _ -> {});
    }

    static CompletableFuture<ServeOutcome> send(
            Serving serving, ServeRequest request, Consumer<Continuation.Step> onToken, Consumer<Answering> onSubmit) {
        CompletableFuture<ServeOutcome> outcome = new CompletableFuture<>();
        onSubmit.accept(serving.submit(request, new ServeListener() {
            @Override
            public void onToken(Continuation.Step step) {
                onToken.accept(step);
            }

            @Override
            public void onEnd(ServeOutcome end) {
                outcome.complete(end);
            }
        }));
        return outcome;
    }

    /** For a request that nobody wants to hear of. */
    static ServeListener silent() {
        return new ServeListener() {
            @Override
            public void onToken(Continuation.Step step) {}

            @Override
            public void onEnd(ServeOutcome outcome) {}
        };
    }

    static ServeOutcome await(CompletableFuture<ServeOutcome> outcome) {
        return outcome.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** The new tokens of a request that is answered to its end. */
    static int[] ids(CompletableFuture<ServeOutcome> outcome) {
        ServeOutcome end = await(outcome);
        if (end instanceof ServeOutcome.Answered answered) {
            return answered.generation().ids();
        }
        throw new AssertionError(end);
    }

    /** Waits until something holds. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            Thread.onSpinWait();
        }
    }
}
