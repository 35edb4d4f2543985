package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for many adapters in one batch. */
class ServingTest {
    private static final int ADAPTERS = 64;
    private static final List<String> MODULES =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path temporary;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel model;

    private final Random random = new Random(3);

    @BeforeAll
    static void open() throws IOException {
        model = EngineUnderTest.engine().open(TinyModel.write(temporary.resolve("base")));
        Random random = new Random(1);
        for (int i = 0; i < ADAPTERS; i++) {
            int rank = 4 + random.nextInt(61);
            PeftAdapters adapter = new PeftAdapters(i);
            List<String> modules = MODULES.subList(random.nextInt(3), 5 + random.nextInt(3));
            for (int layer = 0; layer < 2; layer++) {
                for (String module : modules) {
                    adapter.with(layer, module, rank, 0.5);
                }
            }
            adapter.write(
                    folder(i),
                    "\"r\": " + rank + ", \"lora_alpha\": " + rank / 2.0 + ", \"target_modules\": [\""
                            + String.join("\", \"", modules) + "\"]");
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Path folder(int adapter) {
        return temporary.resolve("adapter" + adapter);
    }

    private static Serving serve(ServeSettings settings) {
        Serving serving = model.serve(settings);
        for (int i = 0; i < ADAPTERS; i++) {
            serving.shelf().add("a" + i, folder(i), Keeping.USUAL);
        }
        return serving;
    }

    @Test
    void answersOfAMixedBatchAreThoseOfEachRequestAlone() {
        ServeSettings settings = ServeSettings.usual().withBatch(12).withChunk(24);
        List<ServeRequest> requests =
                IntStream.range(0, 160).mapToObj(_ -> any()).toList();
        try (Serving serving = serve(settings);
                Serving alone = serve(ServeSettings.usual().withBatch(1).withCache(1 << 28, 0))) {
            List<CompletableFuture<ServeOutcome>> answers =
                    requests.stream().map(each -> Served.send(serving, each)).toList();
            for (int i = 0; i < requests.size(); i++) {
                ServeRequest request = requests.get(i);
                assertThat(Served.ids(answers.get(i)))
                        .as("request %d: %s", i, request.mix())
                        .containsExactly(Served.ids(Served.send(alone, request)));
                if (request.mix().parts().size() <= 1) {
                    assertThat(Served.ids(answers.get(i))).containsExactly(generated(request));
                }
            }
            assertThat(serving.status().steps()).isLessThan(serving.status().newTokens() / 4);
            assertThat(serving.status().running()).isZero();
        }
    }

    /** By the base, an adapter, or the sum of two at the strengths that the comparison with one alone allows. */
    private ServeRequest any() {
        int[] prompt = random.ints(1 + random.nextInt(70), 5, 1000).toArray();
        String first = "a" + random.nextInt(ADAPTERS);
        AdapterMix mix = switch (random.nextInt(6)) {
            case 0 -> AdapterMix.base();
            case 1 ->
                new AdapterMix(List.of(
                        new AdapterMix.Part(first, 0.7), new AdapterMix.Part(first.equals("a0") ? "a1" : "a0", 1.4)));
            default -> AdapterMix.of(first);
        };
        return Served.greedy(prompt, mix, 1 + random.nextInt(40));
    }

    private static int[] generated(ServeRequest request) {
        List<AdapterMix.Part> parts = request.mix().parts();
        try (LoraAdapter adapter = parts.isEmpty()
                ? null
                : model.loadAdapter(
                        folder(Integer.parseInt(parts.getFirst().name().substring(1))))) {
            return generated(request, adapter);
        }
    }

    private static int[] generated(ServeRequest request, @Nullable LoraAdapter adapter) {
        return model.generate(
                        new GenerationRequest(request.promptIds(), adapter, request.sampling(), request.stopping()),
                        (id, text) -> true)
                .ids();
    }

    @Test
    void aSeedDrawsTheSameWhateverElseIsInTheBatch() {
        Sampling sampling = new Sampling(1, 0, 1, 77);
        ServeRequest request = Served.request(new int[] {5, 6, 7}, AdapterMix.of("a3"), sampling, 30, null);
        try (Serving serving = serve(ServeSettings.usual())) {
            int[] alone = Served.ids(Served.send(serving, request));
            List<CompletableFuture<ServeOutcome>> others = IntStream.range(0, 20)
                    .mapToObj(_ -> Served.send(serving, any()))
                    .toList();
            assertThat(Served.ids(Served.send(serving, request))).containsExactly(alone);
            others.forEach(Served::await);
        }
    }

    @Test
    void strengthNoughtIsTheBase() {
        int[] prompt = {9, 8, 7, 6};
        try (Serving serving = serve(ServeSettings.usual())) {
            int[] base = Served.ids(Served.send(serving, Served.greedy(prompt, AdapterMix.base(), 20)));
            AdapterMix nought = new AdapterMix(List.of(new AdapterMix.Part("a1", 0)));
            assertThat(Served.ids(Served.send(serving, Served.greedy(prompt, nought, 20))))
                    .containsExactly(base);
            assertThat(Served.ids(Served.send(serving, Served.greedy(prompt, AdapterMix.of("a1"), 20))))
                    .isNotEqualTo(base);
        }
    }

    @Test
    void strengthsChangeBetweenTokens() {
        int[] prompt = {9, 8, 7, 6};
        AdapterMix nought = new AdapterMix(List.of(new AdapterMix.Part("a1", 0)));
        try (Serving serving = serve(ServeSettings.usual())) {
            int[] adapter = Served.ids(Served.send(serving, Served.greedy(prompt, AdapterMix.of("a1"), 20)));
            AtomicReference<@Nullable Answering> answering = new AtomicReference<>();
            List<Integer> ids = new ArrayList<>();
            CompletableFuture<ServeOutcome> outcome = Served.send(
                    serving,
                    Served.greedy(prompt, AdapterMix.of("a1"), 20),
                    step -> {
                        ids.add(step.id());
                        Answering now = answering.get();
                        if (ids.size() >= 3 && now != null) {
                            now.mix(nought);
                        }
                    },
                    answering::set);
            int[] changed = Served.ids(outcome);
            assertThat(changed).startsWith(adapter[0], adapter[1], adapter[2]).isNotEqualTo(adapter);
        }
    }

    @Test
    void strengthsThatChangeInTheQueueHoldFromTheFirstToken() {
        int[] prompt = {9, 8, 7, 6};
        AdapterMix nought = new AdapterMix(List.of(new AdapterMix.Part("a1", 0)));
        try (Serving serving = serve(ServeSettings.usual().withBatch(1))) {
            int[] base = Served.ids(Served.send(serving, Served.greedy(prompt, nought, 20)));
            Answering first = serving.submit(Served.greedy(prompt, AdapterMix.base(), 200), Served.silent());
            CompletableFuture<ServeOutcome> second = new CompletableFuture<>();
            List<AdapterMix> told = new ArrayList<>();
            serving.submit(Served.greedy(prompt, AdapterMix.of("a1"), 20), new ServeListener() {
                        @Override
                        public void onToken(Continuation.Step step) {}

                        @Override
                        public void onMix(AdapterMix mix) {
                            told.add(mix);
                        }

                        @Override
                        public void onEnd(ServeOutcome outcome) {
                            second.complete(outcome);
                        }
                    })
                    .mix(nought);
            first.cancel();
            assertThat(Served.ids(second)).containsExactly(base);
            assertThat(told).as("whoever shows the strength hears of it").containsExactly(nought);
        }
    }

    @Test
    void aTextThatBeginsAlikeIsNotComputedAgain() {
        int[] prompt = random.ints(100, 5, 1000).toArray();
        try (Serving serving = serve(ServeSettings.usual())) {
            ServeRequest request = Served.greedy(prompt, AdapterMix.of("a2"), 40);
            ServeOutcome.Answered first = answered(Served.send(serving, request));
            ServeOutcome.Answered second = answered(Served.send(serving, request));
            assertThat(first.cachedTokens()).isZero();
            assertThat(second.cachedTokens()).isEqualTo(96);
            assertThat(second.generation().ids())
                    .containsExactly(first.generation().ids());
            ServeRequest other = Served.greedy(prompt, AdapterMix.of("a4"), 40);
            assertThat(answered(Served.send(serving, other)).cachedTokens()).isZero();
            // A chat goes on from question and answer.
            int[] longer = IntStream.concat(
                            IntStream.of(prompt),
                            IntStream.of(first.generation().ids()))
                    .toArray();
            ServeRequest next = Served.greedy(longer, AdapterMix.of("a2"), 10);
            ServeOutcome.Answered third = answered(Served.send(serving, next));
            assertThat(third.cachedTokens()).isEqualTo(128);
            assertThat(third.generation().ids()).containsExactly(generated(next));
        }
    }

    private static ServeOutcome.Answered answered(CompletableFuture<ServeOutcome> outcome) {
        return assertThat(Served.await(outcome))
                .asInstanceOf(type(ServeOutcome.Answered.class))
                .actual();
    }

    @Test
    void littleMemoryMakesRequestsWaitAndChangesNoAnswer() {
        List<ServeRequest> requests =
                IntStream.range(0, 40).mapToObj(_ -> any()).toList();
        // Room for 8 x 64 tokens of 256 bytes each, pages for 10 x 32, and adapters for one sum at a time.
        ServeSettings tight = ServeSettings.usual()
                .withBatch(8)
                .withChunk(16)
                .withCache(8 * 64 * 256, 10 * 32 * 256)
                .withAdapters(1_000_000, 200_000);
        try (Serving serving = serve(tight)) {
            AtomicLong most = new AtomicLong();
            List<CompletableFuture<ServeOutcome>> answers = requests.stream()
                    .map(each -> Served.send(
                            serving,
                            each,
                            _ -> most.accumulateAndGet(serving.status().cacheTokens(), Math::max),
                            _ -> {}))
                    .toList();
            for (int i = 0; i < requests.size(); i++) {
                if (requests.get(i).mix().parts().size() <= 1) {
                    assertThat(Served.ids(answers.get(i)))
                            .as("request %d", i)
                            .containsExactly(generated(requests.get(i)));
                }
                Served.await(answers.get(i));
            }
            assertThat(most.get())
                    .as("tokens that there was memory for, with those of prompts")
                    .isBetween(1L, serving.status().cacheCapacity());
            assertThat(serving.status().readyBytes()).isLessThanOrEqualTo(1_000_000);
            assertThat(serving.status().warmBytes()).isLessThanOrEqualTo(200_000);
            assertThat(serving.status().coldHits()).isPositive();
        }
    }

    @Test
    void whatIsCancelledOrLateIsFreed() {
        try (Serving serving = serve(ServeSettings.usual().withBatch(2))) {
            AtomicReference<@Nullable Answering> answering = new AtomicReference<>();
            CompletableFuture<ServeOutcome> cancelled = Served.send(
                    serving,
                    Served.greedy(new int[] {5}, AdapterMix.of("a1"), 200),
                    step -> {
                        Answering now = answering.get();
                        if (now != null) {
                            now.cancel();
                        }
                    },
                    answering::set);
            assertThat(Served.await(cancelled))
                    .asInstanceOf(type(ServeOutcome.GivenUp.class))
                    .satisfies(end -> assertThat(end.why()).isEqualTo(ServeOutcome.GivenUp.Why.CANCELLED))
                    .satisfies(end -> assertThat(end.soFar().ids().length).isBetween(1, 199));
            ServeRequest late = Served.request(
                    new int[] {5},
                    AdapterMix.base(),
                    Sampling.greedy(),
                    5,
                    Instant.now().minusSeconds(1));
            assertThat(Served.await(Served.send(serving, late)))
                    .asInstanceOf(type(ServeOutcome.GivenUp.class))
                    .satisfies(end -> assertThat(end.why()).isEqualTo(ServeOutcome.GivenUp.Why.DEADLINE));
            Served.ids(Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.base(), 2)));
            assertThat(serving.status().running()).isZero();
            assertThat(serving.status().cancelled()).isEqualTo(2);
        }
    }

    @Test
    void aListenerThatFailsEndsOnlyItsOwnRequest() {
        try (Serving serving = serve(ServeSettings.usual())) {
            CompletableFuture<ServeOutcome> broken = Served.send(
                    serving,
                    Served.greedy(new int[] {5}, AdapterMix.base(), 20),
                    step -> {
                        throw new IllegalStateException("a broken connection");
                    },
                    _ -> {});
            assertThat(Served.await(broken)).isInstanceOf(ServeOutcome.GivenUp.class);
            assertThat(Served.ids(Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.base(), 4))))
                    .hasSize(4);
        }
    }

    @Test
    void refusalsSayWhatToDo() throws IOException {
        try (Serving serving = serve(ServeSettings.usual().withCache(1 << 16, 0))) {
            assertThatThrownBy(() ->
                            serving.submit(Served.greedy(new int[] {5}, AdapterMix.of("nobody"), 2), Served.silent()))
                    .isInstanceOfSatisfying(
                            ServeException.class,
                            e -> assertThat(e.kind()).isEqualTo(ServeException.Kind.UNKNOWN_ADAPTER));
            assertThatThrownBy(() -> serving.submit(Served.greedy(new int[256], AdapterMix.base(), 2), Served.silent()))
                    .hasMessageContaining("256 tokens")
                    .isInstanceOfSatisfying(
                            ServeException.class, e -> assertThat(e.kind()).isEqualTo(ServeException.Kind.TOO_LONG));
            Path damaged = Files.createDirectories(temporary.resolve("damaged"));
            Files.writeString(damaged.resolve("adapter_config.json"), "{");
            assertThatThrownBy(() -> serving.shelf().add("damaged", damaged, Keeping.USUAL))
                    .hasMessageContaining("not valid JSON")
                    .isInstanceOf(ServeException.class);
            assertThatThrownBy(() -> serving.shelf().add("a0", folder(1), Keeping.USUAL))
                    .hasMessageContaining("is taken by the adapter in");
            assertThatThrownBy(() -> serving.shelf().remove("nobody")).hasMessageContaining("no adapter \"nobody\"");
        }
    }

    @Test
    void anAdapterThatIsRemovedFinishesWhatItAnswers() {
        try (Serving serving = serve(ServeSettings.usual())) {
            ServeRequest request = Served.greedy(new int[] {5, 9}, AdapterMix.of("a9"), 60);
            int[] wanted = generated(request);
            CompletableFuture<ServeOutcome> answer = Served.send(serving, request);
            serving.shelf().remove("a9");
            assertThat(Served.ids(answer)).containsExactly(wanted);
        }
    }

    @Test
    void closingGivesUpWhatGoesOn() {
        Serving serving = serve(ServeSettings.usual());
        CompletableFuture<ServeOutcome> answer =
                Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.of("a1"), 250));
        serving.close();
        assertThat(Served.await(answer))
                .asInstanceOf(type(ServeOutcome.GivenUp.class))
                .satisfies(end -> assertThat(end.why()).isEqualTo(ServeOutcome.GivenUp.Why.SERVER_CLOSED));
        assertThatThrownBy(() -> serving.submit(Served.greedy(new int[] {5}, AdapterMix.base(), 2), Served.silent()))
                .isInstanceOf(ServeException.class);
    }
}
