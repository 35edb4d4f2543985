package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.memory.HeldMemory;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty clients ask, cancel, break off, load and unload two hundred adapters at random, for a few seconds, or for as many as
 * {@code -Dcultivar.soak.seconds} says.
 */
class ServingSoakTest {
    private static final int CLIENTS = 50;
    private static final int ADAPTERS = 200;
    private static final int TOKENS = 24;
    /** What adapters change: most of it, little, and things that have nothing in common. */
    private static final List<List<String>> MODULES = List.of(
            List.of("q_proj", "v_proj", "o_proj", "up_proj", "down_proj"),
            List.of("q_proj", "v_proj"),
            List.of("o_proj", "up_proj"),
            List.of("down_proj"),
            List.of("k_proj", "gate_proj"));

    private static final long SECONDS = Long.getLong("cultivar.soak.seconds", 5);
    /** Leaves room for what the virtual machine compiles and keeps, far less than one leak for each request would be. */
    private static final long GROWTH_MIB = 96;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    @Test
    void nothingFailsOrGrowsAndAnswersStayTheSame() throws IOException, InterruptedException {
        ServeSettings tight = ServeSettings.usual()
                .withBatch(16)
                .withChunk(64)
                .withCache(4 << 20, 1 << 20)
                .withAdapters(1 << 20, 1 << 20);
        try (LanguageModel model = EngineUnderTest.engine().open(TinyModel.write(temporary.resolve("base")));
                Serving serving = model.serve(tight)) {
            List<int[]> prompts = new ArrayList<>();
            List<int[]> expected = new ArrayList<>();
            write(model, prompts, expected);
            work(serving, prompts, expected, Math.clamp(SECONDS / 5, 2, 60));
            long before = HeldMemory.mib();
            work(serving, prompts, expected, SECONDS);
            assertThat(errors).isEmpty();
            assertThat(answers).hasPositiveValue();
            assertThat(HeldMemory.mib() - before).isLessThan(GROWTH_MIB);
            assertThat(serving.status().failed()).isZero();
            assertThat(serving.status().readyBytes()).isLessThanOrEqualTo(1 << 20);
        }
    }

    private Path folder(int adapter) {
        return temporary.resolve("a" + adapter);
    }

    private void write(LanguageModel model, List<int[]> prompts, List<int[]> expected) throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < ADAPTERS; i++) {
            int rank = 4 + random.nextInt(13);
            PeftAdapters adapter = new PeftAdapters(i);
            List<String> modules = MODULES.get(i % MODULES.size());
            for (int layer = 0; layer < 2; layer++) {
                for (String module : modules) {
                    adapter.with(layer, module, rank, 1);
                }
            }
            adapter.write(
                    folder(i),
                    "\"r\": " + rank + ", \"lora_alpha\": " + rank + ", \"target_modules\": [\""
                            + String.join("\", \"", modules) + "\"]");
            int[] prompt = random.ints(2 + random.nextInt(80), 5, 1000).toArray();
            prompts.add(prompt);
            ServeRequest request = Served.greedy(prompt, AdapterMix.base(), TOKENS);
            try (LoraAdapter loaded = model.loadAdapter(folder(i))) {
                expected.add(model.generate(
                                new GenerationRequest(prompt, loaded, request.sampling(), request.stopping()),
                                (id, text) -> true)
                        .ids());
            }
        }
    }

    private void work(Serving serving, List<int[]> prompts, List<int[]> expected, long seconds)
            throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                long seed = ended.incrementAndGet();
                var _ = clients.submit(() -> {
                    Random random = new Random(seed);
                    while (System.nanoTime() < end && errors.isEmpty()) {
                        try {
                            act(serving, random, prompts, expected);
                        } catch (RuntimeException | AssertionError e) {
                            errors.add(e);
                        }
                    }
                });
            }
        }
        while (serving.status().running() > 0) {
            Thread.sleep(10);
        }
    }

    private void act(Serving serving, Random random, List<int[]> prompts, List<int[]> expected) {
        int adapter = random.nextInt(ADAPTERS);
        String name = "a" + adapter;
        if (random.nextInt(4) == 0) {
            tolerate(() -> serving.shelf().remove(name));
            return;
        }
        Keeping keeping = new Keeping(random.nextInt(50) == 0, random.nextInt(10) == 0);
        tolerate(() -> serving.shelf().add(name, folder(adapter), keeping));
        int stopAfter = random.nextInt(3) == 0 ? random.nextInt(TOKENS) : Integer.MAX_VALUE;
        boolean breaks = random.nextBoolean();
        AtomicReference<@Nullable Answering> answering = new AtomicReference<>();
        AtomicLong tokens = new AtomicLong();
        tolerate(() -> {
            CompletableFuture<ServeOutcome> outcome = Served.send(
                    serving,
                    Served.greedy(prompts.get(adapter), AdapterMix.of(name), TOKENS),
                    step -> {
                        if (tokens.incrementAndGet() > stopAfter) {
                            Answering now = answering.get();
                            if (breaks || now == null) {
                                throw new IllegalStateException("the connection is broken");
                            }
                            now.cancel();
                        }
                    },
                    answering::set);
            switch (Served.await(outcome)) {
                case ServeOutcome.Answered answered -> {
                    assertThat(answered.generation().ids()).as(name).containsExactly(expected.get(adapter));
                    answers.incrementAndGet();
                }
                case ServeOutcome.GivenUp _ -> assertThat(stopAfter).isLessThan(TOKENS);
                case ServeOutcome.Failed failed -> throw new AssertionError(failed.reason());
            }
        });
    }

    /** That an adapter was unloaded by another client is that client's doing. */
    private static void tolerate(Runnable work) {
        try {
            work.run();
        } catch (ServeException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(ServeException.Kind.UNKNOWN_ADAPTER);
        }
    }
}
