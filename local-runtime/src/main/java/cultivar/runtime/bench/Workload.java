package cultivar.runtime.bench;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Requests of random tokens, whose prompts and answers have lengths that are uniform between bounds, as S-LoRA's protocol has
 * them (2311.03285). The same seed asks for the same lengths, whoever answers, but with other tokens each time: a prompt that
 * an adapter has answered before would not be computed again.
 *
 * @param requests how many
 * @param shortest of a prompt, and of an answer, in tokens
 * @param longest of either
 */
public record Workload(int requests, int shortest, int longest, long seed) {
    /** Tokens that every tokenizer has and that end nothing. */
    private static final int FIRST_ID = 5;

    private static final int LAST_ID = 400;
    private static final double IN_TIME_SECONDS = 6;

    /**
     * What came of it.
     *
     * @param tokensPerSecond new tokens, while no fewer than a batch of the requests were unanswered
     * @param meanSeconds from asking to the end of an answer
     * @param meanFirstSeconds from asking to its first token
     * @param inTime the share of answers that began within six seconds
     */
    public record Figures(
            double tokensPerSecond,
            double requestsPerSecond,
            double meanSeconds,
            double meanFirstSeconds,
            double inTime) {}

    /**
     * Asks for all at once, so that a batch of so many is full until fewer are left.
     *
     * @param texts another number asks for other tokens
     */
    Figures together(Serving serving, IntFunction<AdapterMix> who, int batch, long texts) {
        return run(serving, who, new double[requests], batch, texts);
    }

    /**
     * Asks as time goes by: the time between two requests has a Gamma distribution.
     *
     * @param rate requests a second
     * @param cv coefficient of variation of the time between two: 1 for arrivals without memory, more for bursts
     */
    Figures arriving(Serving serving, IntFunction<AdapterMix> who, double rate, double cv) {
        Random random = new Random(seed + 1);
        double[] times = new double[requests];
        double at = 0;
        for (int i = 0; i < requests; i++) {
            at += gamma(random, 1 / (cv * cv)) * cv * cv / rate;
            times[i] = at;
        }
        return run(serving, who, times, 1, 0);
    }

    /** Marsaglia and Tsang's method (2000), with their step for shapes below one. */
    private static double gamma(Random random, double shape) {
        if (shape < 1) {
            return gamma(random, shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    private Figures run(Serving serving, IntFunction<AdapterMix> who, double[] times, int batch, long texts) {
        Random random = new Random(seed);
        Random tokens = new Random(31 * seed + texts);
        List<Asked> answers = new ArrayList<>();
        TokenRate rate = new TokenRate(requests, 0, batch);
        long started = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            ServeRequest request = new ServeRequest(
                    tokens.ints(length(random), FIRST_ID, LAST_ID).toArray(),
                    who.apply(i),
                    Sampling.greedy(),
                    new Stopping(length(random), List.of(), true),
                    null);
            long wait = started + (long) (times[i] * 1e9) - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            answers.add(ask(serving, request, rate));
        }
        List<Ended> ended = answers.stream().map(each -> each.ended().join()).toList();
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Figures(
                rate.perSecond(),
                requests / seconds,
                ended.stream().mapToDouble(Ended::seconds).average().orElse(0),
                ended.stream()
                        .mapToDouble(each -> each.generation().firstTokenSeconds())
                        .average()
                        .orElse(0),
                ended.stream()
                                .filter(each -> each.generation().firstTokenSeconds() <= IN_TIME_SECONDS)
                                .count()
                        / (double) requests);
    }

    private int length(Random random) {
        return shortest + random.nextInt(longest - shortest + 1);
    }

    /** An answer, and how long it took. */
    record Ended(Generation generation, double seconds) {}

    /** A request that was made; its end fails if there is no answer. */
    record Asked(Answering answering, CompletableFuture<Ended> ended) {}

    static Asked ask(Serving serving, ServeRequest request, TokenRate rate) {
        CompletableFuture<Ended> ended = new CompletableFuture<>();
        long asked = System.nanoTime();
        Answering answering = serving.submit(request, rate.listener(new ServeListener() {
            @Override
            public void onToken(Continuation.Step step) {}

            @Override
            public void onEnd(ServeOutcome outcome) {
                if (outcome instanceof ServeOutcome.Answered answered) {
                    ended.complete(new Ended(answered.generation(), (System.nanoTime() - asked) / 1e9));
                } else {
                    ended.completeExceptionally(new IllegalStateException("no answer: " + outcome));
                }
            }
        }));
        return new Asked(answering, ended);
    }
}
