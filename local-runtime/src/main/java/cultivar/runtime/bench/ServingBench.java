package cultivar.runtime.bench;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import cultivar.runtime.lora.HostAdapter;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.memory.ProcessMemory;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeException.Kind;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Times one base with many adapters by the protocols of S-LoRA (2311.03285) and Punica (2310.18547), always beside the bare
 * base in the same run.
 */
public final class ServingBench implements AutoCloseable {
    private static final int TRIES = 9;
    private static final int ALONE_PROMPT = 64;
    private static final int ALONE_TOKENS = 128;
    private static final String MERGED = "merged";
    private static final Duration MERGING = Duration.ofSeconds(30);

    /**
     * What is measured.
     *
     * @param adapters registered ones
     * @param few of {@link Popularity#FEW}
     * @param rounds of each popularity, in turns
     */
    public record Plan(int adapters, int few, int rank, int batch, int rounds, Workload workload) {}

    /**
     * Rows decoded together against one alone, and a first token beside others against one alone.
     *
     * @param alone tokens a second of one answer
     * @param together tokens a second of a full batch of such answers
     * @param times how many times the one answer's rate the full batch made: the median of the tries
     */
    public record Batching(double alone, double together, double times, double firstAlone, double firstBeside) {}

    /**
     * Tokens a second of one answer by itself, in turns.
     *
     * @param merged with the sum of adapter and base
     * @param sumBytes of that sum
     */
    public record Merging(double base, double adapter, double merged, long sumBytes) {}

    /**
     * Milliseconds until an adapter is in the engine, medians and 99th percentiles.
     *
     * @param bytes of its tensors
     */
    public record Activation(double warmMedian, double warmP99, double coldMedian, double coldP99, long bytes) {}

    private final LanguageModel model;
    private final Path adapters;
    private final Plan plan;
    private final Serving serving;
    private final AdapterDeal deal;

    /**
     * Writes adapters of random values and begins to serve.
     *
     * @param folder an empty one for the adapters
     */
    public ServingBench(LanguageModel model, Path folder, Plan plan, ServeSettings settings) throws IOException {
        this.model = model;
        this.adapters = folder;
        this.plan = plan;
        this.deal = new AdapterDeal(plan.adapters(), plan.few(), plan.batch());
        long bytes = RandomAdapters.bytes(model.spec(), plan.rank());
        if (bytes > settings.readyBytes()) {
            throw new ServeException(
                    Kind.BAD_ADAPTER,
                    "An adapter of rank " + plan.rank() + " takes " + (bytes >> 20)
                            + " MiB, and the budget for adapters is " + (settings.readyBytes() >> 20)
                            + " MiB. Raise it, or ask for a lower rank.");
        }
        RandomAdapters.write(model.spec(), folder, plan.adapters(), plan.rank());
        this.serving = model.serve(settings.withBatch(plan.batch())
                .withQueue(Math.max(settings.maxQueue(), plan.workload().requests()))
                .withCache(settings.cacheBytes(), 0));
        for (int i = 0; i < plan.adapters(); i++) {
            serving.shelf().add("a" + i, folder.resolve("a" + i), Keeping.USUAL);
        }
    }

    /**
     * Tokens a second for each popularity, round by round.
     *
     * @param byPopularity each with as many rounds
     */
    public record Rates(Map<Popularity, List<Double>> byPopularity) {
        /** The median of the rounds. */
        public double of(Popularity popularity) {
            return TrainingBench.median(rounds(popularity));
        }

        /**
         * How many times as fast one is as another: the median of the rounds' ratios, since a machine that others use too
         * may be half as fast in one round as in the next.
         */
        public double ratio(Popularity popularity, Popularity to) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds(to).size(); round++) {
                ratios.add(rounds(popularity).get(round) / rounds(to).get(round));
            }
            return TrainingBench.median(ratios);
        }

        private List<Double> rounds(Popularity popularity) {
            return byPopularity.getOrDefault(popularity, List.of());
        }
    }

    /** Runs all popularities in turns; every other round the other way round, so that neither is always the first. */
    public Rates popularities(Consumer<String> news) {
        Map<Popularity, List<Double>> rates = new EnumMap<>(Popularity.class);
        run(Popularity.DISTINCT, -1);
        List<Popularity> order = List.of(Popularity.values());
        for (int round = 0; round < plan.rounds(); round++) {
            for (Popularity popularity : round % 2 == 0 ? order : order.reversed()) {
                double rate = run(popularity, round);
                news.accept(String.format("round %d, %s: %.0f tokens/s", round + 1, popularity, rate));
                rates.computeIfAbsent(popularity, _ -> new ArrayList<>()).add(rate);
            }
        }
        return new Rates(rates);
    }

    private double run(Popularity popularity, int round) {
        Workload load = plan.workload();
        Workload seeded = new Workload(load.requests(), load.shortest(), load.longest(), load.seed() + round);
        return seeded.together(
                        serving,
                        deal.to(popularity, round),
                        plan.batch(),
                        popularity.name().hashCode())
                .tokensPerSecond();
    }

    /**
     * The same requests at the same times, of the base and of adapters.
     *
     * @param base what came of them where the base itself answered all
     * @param adapters what came of them where adapters answered
     */
    public record Arrivals(Workload.Figures base, Workload.Figures adapters) {}

    /**
     * Requests that arrive by chance, for adapters by chance; before them the same ones for the base.
     *
     * @param rate requests a second
     * @param cv coefficient of variation of the time between two
     * @param alpha above 0; 1 for all adapters alike, less for favourites
     */
    public Arrivals arriving(double rate, double cv, double alpha) {
        Workload load = plan.workload();
        Workload.Figures base = load.arriving(serving, _ -> AdapterMix.base(), rate, cv);
        return new Arrivals(base, load.arriving(serving, deal.arriving(alpha, load.seed()), rate, cv));
    }

    /** One answer of the base by itself against a full batch of such. */
    public Batching batching() {
        List<Double> alone = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        List<Double> firstAlone = new ArrayList<>();
        List<Double> firstBeside = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Workload.Ended one = ask(AdapterMix.base(), ALONE_TOKENS).ended().join();
            alone.add(one.generation().tokensPerSecond());
            firstAlone.add(one.generation().firstTokenSeconds());
            together.add(full());
            times.add(together.getLast() / alone.getLast());
            firstBeside.add(beside());
        }
        return new Batching(
                TrainingBench.median(alone),
                TrainingBench.median(together),
                TrainingBench.median(times),
                TrainingBench.median(firstAlone),
                TrainingBench.median(firstBeside));
    }

    /** Tokens a second of a full batch while it decodes. */
    private double full() {
        TokenRate rate = new TokenRate(plan.batch(), plan.batch(), plan.batch());
        List<Workload.Asked> all = new ArrayList<>();
        for (int i = 0; i < plan.batch(); i++) {
            all.add(ask(AdapterMix.base(), ALONE_TOKENS, rate));
        }
        all.forEach(each -> each.ended().join());
        return rate.perSecond();
    }

    /** Seconds to the first token of a request that comes while all others of the batch decode. */
    private double beside() {
        List<Workload.Asked> others = new ArrayList<>();
        long before = serving.status().promptTokens();
        for (int i = 0; i < plan.batch() - 1; i++) {
            others.add(ask(AdapterMix.base(), 4 * ALONE_TOKENS));
        }
        while (serving.status().promptTokens() - before < (plan.batch() - 1L) * ALONE_PROMPT) {
            LockSupport.parkNanos(50_000); // a core that spins is one that does not compute
        }
        double first = ask(AdapterMix.base(), 2).ended().join().generation().firstTokenSeconds();
        others.forEach(each -> each.answering().cancel());
        CompletableFuture.allOf(others.stream().map(Workload.Asked::ended).toArray(CompletableFuture[]::new))
                .exceptionally(_ -> null)
                .join();
        return first;
    }

    /**
     * One answer of the base, of an adapter beside it, and of the same adapter merged.
     *
     * @throws ServeException if the base takes nothing in, or there is no room for the sum
     */
    public Merging merging() {
        serving.shelf().add(MERGED, adapters.resolve("a0"), new Keeping(false, true));
        try {
            return alone();
        } finally {
            serving.shelf().remove(MERGED);
        }
    }

    private Merging alone() {
        AdapterMix merged = AdapterMix.of(MERGED);
        Instant until = Instant.now().plus(MERGING);
        while (mergedBytes() == 0 && Instant.now().isBefore(until)) {
            ask(merged, 2).ended().join();
        }
        long bytes = mergedBytes();
        List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<AdapterMix> mixes = List.of(AdapterMix.base(), AdapterDeal.adapter(0), merged);
        for (int i = 0; i < TRIES; i++) {
            for (int who = 0; who < mixes.size(); who++) {
                Workload.Ended one = ask(mixes.get(who), ALONE_TOKENS).ended().join();
                rates.get(who).add(one.generation().tokensPerSecond());
            }
        }
        if (bytes == 0 || mergedBytes() == 0) {
            throw new ServeException(
                    ServeException.Kind.BAD_ADAPTER, "The budget for adapters has no room for a sum with the base.");
        }
        List<Double> medians = rates.stream().map(TrainingBench::median).toList();
        return new Merging(medians.get(0), medians.get(1), medians.get(2), bytes);
    }

    private long mergedBytes() {
        return serving.shelf().entry(MERGED).orElseThrow().mergedBytes();
    }

    private Workload.Asked ask(AdapterMix who, int tokens) {
        return ask(who, tokens, new TokenRate(1, 0, 1));
    }

    private Workload.Asked ask(AdapterMix who, int tokens, TokenRate rate) {
        int[] prompt = new Random(tokens).ints(ALONE_PROMPT, 5, 400).toArray();
        return Workload.ask(
                serving,
                new ServeRequest(prompt, who, Sampling.greedy(), new Stopping(tokens, List.of(), true), null),
                rate);
    }

    /** Times how adapters come into the engine, from the machine's memory and from their files. */
    public Activation activation(int times) {
        double[] warm = new double[times];
        double[] cold = new double[times];
        long bytes = 0;
        for (int i = 0; i < times; i++) {
            long started = System.nanoTime();
            try (HostAdapter host = HostAdapter.read(adapters.resolve("a" + i % plan.adapters()), model.spec())) {
                long read = System.nanoTime();
                try (LoraAdapter ready = model.openAdapter(host)) {
                    long now = System.nanoTime();
                    warm[i] = (now - read) / 1e6;
                    cold[i] = (now - started) / 1e6;
                    bytes = 4 * ready.parameters();
                }
            }
        }
        Arrays.sort(warm);
        Arrays.sort(cold);
        int p99 = Math.min(times - 1, (int) Math.ceil(0.99 * times) - 1);
        return new Activation(warm[times / 2], warm[p99], cold[times / 2], cold[p99], bytes);
    }

    /**
     * How many times its tensors' bytes an adapter takes of the process's resident memory, the objects that tell of it
     * counted in; 0 where the system does not tell.
     *
     * @param most adapters to open together
     */
    public double memory(int most) {
        List<HostAdapter> held = new ArrayList<>();
        List<LoraAdapter> opened = new ArrayList<>();
        long bytes = 0;
        try {
            long before = resident();
            for (int i = 0; i < Math.min(most, plan.adapters()); i++) {
                held.add(HostAdapter.read(adapters.resolve("a" + i), model.spec()));
                opened.add(model.openAdapter(held.getLast()));
                bytes += 4 * opened.getLast().parameters();
            }
            return (resident() - before) * (double) (1 << 20) / bytes;
        } finally {
            opened.forEach(LoraAdapter::close);
            held.forEach(HostAdapter::close);
        }
    }

    /** MiB of it that are not garbage. */
    private static long resident() {
        System.gc();
        return ProcessMemory.residentMib();
    }

    @Override
    public void close() {
        serving.close();
    }
}
