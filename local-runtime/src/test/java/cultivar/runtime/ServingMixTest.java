package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strengths and sums of adapters, against bases to which the same was added in float64. */
class ServingMixTest {
    private static final double ONE = 0.5;
    private static final double TWO = 1.5;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        TinyModel.write(folder.resolve("base"));
        one(ONE).write(
                        folder.resolve("one"),
                        "\"r\": 4, \"lora_alpha\": 2, \"target_modules\": [\"q_proj\", \"v_proj\"]");
        two(TWO).write(
                        folder.resolve("two"),
                        "\"r\": 6, \"lora_alpha\": 9, \"target_modules\": [\"v_proj\", \"up_proj\"]");
    }

    /** The same values whatever the scale. */
    private static PeftAdapters one(double scale) {
        return new PeftAdapters(1)
                .with(0, "q_proj", 4, scale)
                .with(0, "v_proj", 4, scale)
                .with(1, "q_proj", 4, scale)
                .with(1, "v_proj", 4, scale);
    }

    private static PeftAdapters two(double scale) {
        return new PeftAdapters(2)
                .with(0, "v_proj", 6, scale)
                .with(0, "up_proj", 6, scale)
                .with(1, "v_proj", 6, scale)
                .with(1, "up_proj", 6, scale);
    }

    @Test
    void strengthTwoIsTwiceTheChange() throws IOException {
        sameAs(new AdapterMix(List.of(new AdapterMix.Part("one", 2))), 2, 0);
    }

    @Test
    void aSumIsWhatBothChange() throws IOException {
        sameAs(new AdapterMix(List.of(new AdapterMix.Part("one", 0.7), new AdapterMix.Part("two", 1.3))), 0.7, 1.3);
    }

    @Test
    void adaptersThatLeaveNoNumbersAreBlamed() throws IOException {
        one(1).write(
                        folder.resolve("one"),
                        "\"r\": 4, \"lora_alpha\": 1e300, \"target_modules\": [\"q_proj\", \"v_proj\"]");
        try (LanguageModel model = EngineUnderTest.engine().open(folder.resolve("base"));
                Serving serving = model.serve(ServeSettings.usual())) {
            serving.shelf().add("one", folder.resolve("one"), Keeping.USUAL);
            int[] prompt = {5, 6, 7};
            CompletableFuture<ServeOutcome> answer =
                    Served.send(serving, Served.greedy(prompt, AdapterMix.of("one"), 4));
            CompletableFuture<ServeOutcome> beside = Served.send(serving, Served.greedy(prompt, AdapterMix.base(), 4));
            assertThat(Served.await(answer))
                    .isInstanceOfSatisfying(
                            ServeOutcome.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .isInstanceOf(ServeException.class)
                                    .hasMessageStartingWith("With one the model gives no usable number"));
            assertThat(Served.ids(beside)).hasSize(4);
        }
    }

    private void sameAs(AdapterMix mix, double first, double second) throws IOException {
        Path half = one(ONE * first).writeMerged(folder.resolve("base"), folder.resolve("half"));
        Path whole = two(TWO * second).writeMerged(half, folder.resolve("whole"));
        List<List<Integer>> expected = answers(whole, AdapterMix.base());
        List<List<Integer>> found = answers(folder.resolve("base"), mix);
        assertThat(found).containsExactlyElementsOf(expected);
        assertThat(answers(folder.resolve("base"), AdapterMix.base())).isNotEqualTo(expected);
    }

    private List<List<Integer>> answers(Path base, AdapterMix mix) throws IOException {
        try (LanguageModel model = EngineUnderTest.engine().open(base);
                Serving serving = model.serve(ServeSettings.usual())) {
            serving.shelf().add("one", folder.resolve("one"), Keeping.USUAL);
            serving.shelf().add("two", folder.resolve("two"), Keeping.USUAL);
            Random random = new Random(9);
            return IntStream.range(0, 6)
                    .mapToObj(_ -> Served.greedy(random.ints(8, 5, 1000).toArray(), mix, 24))
                    .map(request -> Served.send(serving, request))
                    .toList()
                    .stream()
                    .map(answer -> Arrays.stream(Served.ids(answer)).boxed().toList())
                    .toList();
        }
    }
}
