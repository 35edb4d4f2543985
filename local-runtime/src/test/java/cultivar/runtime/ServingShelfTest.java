package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf.Entry;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.AdapterShelf.Tier;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Adapters between disk, memory and engine, and their sums. */
@Timeout(120)
class ServingShelfTest {
    @SuppressWarnings("NullAway.Init")
    private static TinyServing tiny;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        tiny = new TinyServing(
                folder, IntStream.range(0, 40).mapToObj(i -> "a" + i).toList());
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    private static AdapterMix mix(String one, double strength, String other, double otherStrength) {
        return new AdapterMix(List.of(new AdapterMix.Part(one, strength), new AdapterMix.Part(other, otherStrength)));
    }

    private static long bytes() {
        try (Serving serving = tiny.serve(ServeSettings.usual())) {
            return entry(serving, "a1").bytes();
        }
    }

    @Test
    void sumsGetAllOfTheirAdaptersHoweverLittleMayWait() {
        long budget = 6 * bytes();
        AtomicLong most = new AtomicLong();
        try (Serving serving = tiny.serve(ServeSettings.usual().withAdapters(budget, 0))) {
            List<CompletableFuture<ServeOutcome>> answers = IntStream.range(0, 30)
                    .mapToObj(i -> Served.greedy(new int[] {5, 6}, mix("a" + i, 1, "a" + (i + 7), 0.5), 4))
                    .map(request -> Served.send(
                            serving,
                            request,
                            _ -> most.accumulateAndGet(serving.status().readyBytes(), Math::max),
                            _ -> {}))
                    .toList();
            answers.forEach(answer -> assertThat(Served.ids(answer)).hasSize(4));
            assertThat(most.get()).as("sums count").isLessThanOrEqualTo(budget);
            assertThat(serving.status().warmBytes()).isZero();
        }
    }

    @Test
    void anAnswerThatEndsAfterItsAdaptersRemovalIsNotKeptInThePlaceOfOthers() {
        ServeRequest request = Served.greedy(IntStream.range(5, 105).toArray(), AdapterMix.of("a1"), 4);
        // Room for three pages of 32 tokens, 256 bytes each.
        try (Serving serving = tiny.serve(ServeSettings.usual().withCache(1 << 20, 3 * 32 * 256))) {
            assertThat(cached(serving, request)).isZero();
            assertThat(cached(serving, request)).isEqualTo(96);
            AtomicLong tokens = new AtomicLong();
            Served.ids(Served.send(
                    serving,
                    Served.greedy(new int[] {5, 6}, AdapterMix.of("a2"), 110),
                    _ -> {
                        if (tokens.incrementAndGet() == 1) {
                            serving.shelf().remove("a2");
                        }
                    },
                    _ -> {}));
            assertThat(cached(serving, request)).isEqualTo(96);
        }
    }

    private static int cached(Serving serving, ServeRequest request) {
        return assertThat(Served.await(Served.send(serving, request)))
                .asInstanceOf(type(ServeOutcome.Answered.class))
                .actual()
                .cachedTokens();
    }

    @Test
    void requestsForTheSameSumShareItAndAStrengthTakesNoMemory() {
        AdapterMix sum = mix("a1", 1, "a2", 0.5);
        AdapterMix half = new AdapterMix(List.of(new AdapterMix.Part("a1", 0.5)));
        long bytes = bytes();
        AtomicLong most = new AtomicLong();
        AtomicLong together = new AtomicLong();
        try (Serving serving = tiny.serve(ServeSettings.usual())) {
            List<int[]> answers = Stream.generate(() -> Served.greedy(new int[] {5, 9}, sum, 40))
                    .limit(8)
                    .map(request -> Served.send(
                            serving,
                            request,
                            _ -> {
                                most.accumulateAndGet(serving.status().readyBytes(), Math::max);
                                together.accumulateAndGet(serving.status().running(), Math::max);
                            },
                            _ -> {}))
                    .toList()
                    .stream()
                    .map(Served::ids)
                    .toList();
            assertThat(together.get()).isGreaterThan(1);
            assertThat(most.get()).as("two adapters and their sum").isEqualTo(4 * bytes);
            assertThat(answers).allSatisfy(each -> assertThat(each).containsExactly(answers.getFirst()));
            assertThat(serving.status().readyBytes()).as("the sum is gone").isEqualTo(2 * bytes);
            assertThat(Served.ids(Served.send(serving, Served.greedy(new int[] {5, 9}, half, 40))))
                    .isNotEqualTo(answers.getFirst());
            assertThat(serving.status().readyBytes()).isEqualTo(2 * bytes);
        }
    }

    @Test
    void aSumOfOneIsThatOneAtItsStrength() {
        AdapterMix alone = new AdapterMix(List.of(new AdapterMix.Part("a1", 0.7)));
        try (Serving serving = tiny.serve(ServeSettings.usual())) {
            int[] wanted = Served.ids(Served.send(serving, Served.greedy(new int[] {5, 9}, alone, 30)));
            assertThat(Served.ids(Served.send(serving, Served.greedy(new int[] {5, 9}, mix("a1", 0.7, "a2", 0), 30))))
                    .containsExactly(wanted);
        }
    }

    @Test
    void aSumThatFitsNoBudgetIsRefused() {
        try (Serving tight = tiny.model().serve(ServeSettings.usual().withAdapters(bytes(), 0))) {
            tight.shelf().add("a1", tiny.folder("a1"), Keeping.USUAL);
            tight.shelf().add("a2", tiny.folder("a2"), Keeping.PINNED);
            ServeRequest both = Served.greedy(new int[] {5}, mix("a1", 1, "a2", 1), 2);
            assertThatThrownBy(() -> tight.submit(both, Served.silent())).hasMessageContaining("Raise it");
            // A pin is a wish: it stops nobody else.
            assertThat(Served.ids(Served.send(tight, Served.greedy(new int[] {5}, AdapterMix.of("a2"), 2))))
                    .hasSize(2);
            assertThat(Served.ids(Served.send(tight, Served.greedy(new int[] {5}, AdapterMix.of("a1"), 2))))
                    .hasSize(2);
        }
    }

    @Test
    void aMergedAdapterAnswersAsBeforeAlsoBesideOthers() throws InterruptedException {
        int[] prompt = {5, 9, 7};
        List<AdapterMix> mixes = List.of(
                AdapterMix.of("merged"),
                AdapterMix.of("a2"),
                AdapterMix.base(),
                AdapterMix.of("merged"),
                new AdapterMix(List.of(new AdapterMix.Part("merged", 0.5))),
                mix("merged", 1, "a2", 0.5));
        try (Serving serving = tiny.serve(ServeSettings.usual())) {
            Entry plain = serving.shelf().add("merged", tiny.folder("a1"), Keeping.USUAL);
            List<int[]> wanted = mixes.stream()
                    .map(mix -> Served.ids(Served.send(serving, Served.greedy(prompt, mix, 40))))
                    .toList();
            assertThat(plain.mergedBytes()).isZero();
            serving.shelf().add("merged", tiny.folder("a1"), new Keeping(false, true));
            Served.ids(Served.send(serving, Served.greedy(prompt, AdapterMix.of("merged"), 2)));
            Entry merged = merged(serving);
            assertThat(serving.status().readyBytes()).isEqualTo(2 * merged.bytes() + merged.mergedBytes());
            for (int i = 0; i < mixes.size(); i++) {
                assertThat(Served.ids(Served.send(serving, Served.greedy(prompt, mixes.get(i), 40))))
                        .as("%s alone", mixes.get(i))
                        .containsExactly(wanted.get(i));
            }
            List<CompletableFuture<ServeOutcome>> together = mixes.stream()
                    .map(mix -> Served.send(serving, Served.greedy(prompt, mix, 40)))
                    .toList();
            for (int i = 0; i < mixes.size(); i++) {
                assertThat(Served.ids(together.get(i)))
                        .as("%s beside others", mixes.get(i))
                        .containsExactly(wanted.get(i));
            }
            serving.shelf().add("merged", tiny.folder("a1"), Keeping.PINNED);
            assertThat(entry(serving, "merged").mergedBytes()).isZero();
            assertThat(serving.status().readyBytes()).isEqualTo(2 * merged.bytes());
        }
    }

    /** It is made beside the answers, which do not wait for it. */
    private static Entry merged(Serving serving) throws InterruptedException {
        return merged(serving, "merged");
    }

    private static Entry merged(Serving serving, String name) throws InterruptedException {
        Entry entry = entry(serving, name);
        while (entry.mergedBytes() == 0) {
            Thread.sleep(5);
            entry = entry(serving, name);
        }
        return entry;
    }

    @Test
    void aSumTakesNoRoomOfOtherSumsOrOfWhatIsPinned() throws InterruptedException {
        Keeping keeping = new Keeping(false, true);
        try (Serving serving = tiny.model().serve(ServeSettings.usual().withAdapters(room(3, 1), 0))) {
            serving.shelf().add("merged", tiny.folder("a1"), keeping);
            serving.shelf().add("other", tiny.folder("a2"), keeping);
            serving.shelf().add("pinned", tiny.folder("a3"), Keeping.PINNED);
            answer(serving, "merged");
            merged(serving);
            answer(serving, "other");
            answer(serving, "pinned");
            assertThat(entry(serving, "merged").mergedBytes()).isPositive();
            assertThat(entry(serving, "other").mergedBytes()).isZero();
            serving.shelf().remove("merged");
            answer(serving, "other");
            merged(serving, "other");
            assertThat(entry(serving, "pinned").tier()).isEqualTo(Tier.READY);
        }
        try (Serving serving = tiny.model().serve(ServeSettings.usual().withAdapters(room(1, 1), 0))) {
            serving.shelf().add("pinned", tiny.folder("a3"), Keeping.PINNED);
            serving.shelf().add("merged", tiny.folder("a1"), keeping);
            answer(serving, "pinned");
            answer(serving, "merged");
            assertThat(entry(serving, "merged").mergedBytes()).isZero();
            assertThat(entry(serving, "pinned").tier()).isEqualTo(Tier.READY);
        }
    }

    /** A budget for adapters, and sums of them with the base. */
    private static long room(int adapters, int sums) throws InterruptedException {
        try (Serving serving = tiny.model().serve(ServeSettings.usual())) {
            serving.shelf().add("merged", tiny.folder("a1"), new Keeping(false, true));
            answer(serving, "merged");
            Entry merged = merged(serving);
            return adapters * merged.bytes() + sums * merged.mergedBytes();
        }
    }

    private static int[] answer(Serving serving, String name) {
        return Served.ids(Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.of(name), 2)));
    }

    @Test
    void aSumWithTheBaseComesOutOfTheBudgetAndIsNeverNeeded() throws InterruptedException {
        Keeping keeping = new Keeping(false, true);
        long budget = room(1, 1);
        AtomicLong most = new AtomicLong();
        try (Serving tight = tiny.serve(ServeSettings.usual().withAdapters(budget, 0))) {
            tight.shelf().add("merged", tiny.folder("a1"), keeping);
            int[] wanted = Served.ids(Served.send(tight, Served.greedy(new int[] {5}, AdapterMix.of("a1"), 30)));
            List<CompletableFuture<ServeOutcome>> answers = Stream.of("a2", "merged", "a3", "merged")
                    .map(name -> Served.send(
                            tight,
                            Served.greedy(new int[] {5}, AdapterMix.of(name), 30),
                            _ -> most.accumulateAndGet(tight.status().readyBytes(), Math::max),
                            _ -> {}))
                    .toList();
            answers.forEach(Served::ids);
            assertThat(Served.ids(answers.get(1))).containsExactly(wanted);
            assertThat(most.get()).isPositive().isLessThanOrEqualTo(budget);
        }
        try (Serving tight = tiny.serve(ServeSettings.usual().withAdapters(budget, 0))) {
            tight.shelf().add("merged", tiny.folder("a1"), keeping);
            CompletableFuture<ServeOutcome> slow = Served.send(
                    tight,
                    Served.greedy(new int[] {5}, AdapterMix.of("merged"), 200),
                    _ -> LockSupport.parkNanos(5_000_000),
                    _ -> {});
            merged(tight);
            Served.ids(Served.send(tight, Served.greedy(new int[] {5}, AdapterMix.of("a2"), 2)));
            assertThat(slow).as("nobody waits for a sum to go").isNotDone();
            assertThat(Served.ids(slow)).hasSize(200);
        }
        try (Serving small = tiny.model().serve(ServeSettings.usual().withAdapters(budget - 1, 0))) {
            assertThatThrownBy(() -> small.shelf().add("merged", tiny.folder("a1"), keeping))
                    .hasMessageContaining("its sum with the base")
                    .hasMessageContaining("Raise it");
            assertThat(small.shelf().entries()).isEmpty();
        }
    }

    @Test
    void adaptersMoveBetweenTheTiersAndKnowTheirHash() throws IOException {
        try (Serving serving = tiny.serve(ServeSettings.usual())) {
            assertThat(entry(serving, "a7").tier()).isEqualTo(Tier.COLD);
            Served.ids(Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.of("a7"), 2)));
            Entry used = entry(serving, "a7");
            assertThat(used.tier()).isEqualTo(Tier.READY);
            assertThat(used.uses()).isEqualTo(1);
            assertThat(used.hash()).as("nobody asked").isEmpty();
            assertThat(serving.shelf().hash("a7"))
                    .hasSize(64)
                    .isEqualTo(entry(serving, "a7").hash());
            assertThat(serving.status().coldHits()).isEqualTo(1);
            assertThat(serving.status().readyBytes()).isEqualTo(used.bytes());
            Served.ids(Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.of("a7"), 2)));
            assertThat(serving.status().readyHits()).isEqualTo(1);
            serving.shelf().remove("a7");
            assertThat(serving.shelf().entry("a7")).isEmpty();
            assertThat(serving.status().readyBytes()).isZero();
        }
    }

    private static Entry entry(Serving serving, String name) {
        return serving.shelf().entry(name).orElseThrow();
    }

    @Test
    void anAdapterWhoseFilesAreWrittenAgainIsTakenAnew() throws IOException {
        Path folder = tiny.folder("again");
        tiny.write("again", 1);
        ServeRequest request = Served.greedy(new int[] {5, 9, 7}, AdapterMix.of("again"), 20);
        try (Serving serving = tiny.serve(ServeSettings.usual())) {
            serving.shelf().add("again", folder, Keeping.USUAL);
            int[] before = Served.ids(Served.send(serving, request));
            String hash = serving.shelf().hash("again");
            tiny.write("again", 2);
            // File systems tell times as coarsely as seconds.
            Files.setLastModifiedTime(
                    folder.resolve("adapter_model.safetensors"),
                    FileTime.from(Instant.now().plusSeconds(5)));
            serving.shelf().add("again", folder, Keeping.USUAL);
            assertThat(Served.ids(Served.send(serving, request))).isNotEqualTo(before);
            assertThat(serving.shelf().hash("again")).isNotEqualTo(hash);
        }
    }

    @Test
    void anAdapterThatWasWrittenAgainBehindItsBackIsNotTaken() throws IOException {
        Path folder = tiny.folder("behind");
        tiny.write("behind", 1);
        ServeRequest request = Served.greedy(new int[] {5, 9, 7}, AdapterMix.of("behind"), 4);
        try (Serving serving = tiny.serve(ServeSettings.usual().withAdapters(bytes(), 0))) {
            serving.shelf().add("behind", folder, Keeping.USUAL);
            assertThat(Served.ids(Served.send(serving, request))).hasSize(4);
            assertThat(Served.ids(Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.of("a1"), 2))))
                    .hasSize(2);
            assertThat(entry(serving, "behind").tier()).isEqualTo(Tier.COLD);
            assertThat(Served.ids(Served.send(serving, request))).hasSize(4);
            assertThat(Served.ids(Served.send(serving, Served.greedy(new int[] {5}, AdapterMix.of("a2"), 2))))
                    .hasSize(2);
            tiny.write("behind", 2);
            Files.setLastModifiedTime(
                    folder.resolve("adapter_model.safetensors"),
                    FileTime.from(Instant.now().plusSeconds(5)));
            assertThat(Served.await(Served.send(serving, request)))
                    .asInstanceOf(type(ServeOutcome.Failed.class))
                    .satisfies(end -> assertThat(end.reason()).hasMessageContaining("Load it again"));
            assertThatThrownBy(() -> serving.shelf().hash("behind")).hasMessageContaining("Load it again");
            serving.shelf().add("behind", folder, Keeping.USUAL);
            assertThat(Served.ids(Served.send(serving, request))).hasSize(4);
        }
    }
}
