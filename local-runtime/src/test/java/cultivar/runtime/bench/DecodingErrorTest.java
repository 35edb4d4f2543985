package cultivar.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.Forecast;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.train.Example;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the base model in the box. */
class DecodingErrorTest {
    private static final int[] TEXT = DecodingBench.prompt(40);

    @TempDir
    private static Path temporary;

    private static Path folder;

    @BeforeAll
    static void install() {
        folder = Seedling.install(temporary);
    }

    private static LanguageModel open(BaseType type) {
        return EngineUnderTest.engine().open(folder, type);
    }

    @Test
    void countsWhatDiffers() {
        List<Forecast> exact = List.of(
                new Forecast(new double[] {-1, -2}, new int[] {5, 6}), new Forecast(new double[] {-3}, new int[] {7}));
        List<Forecast> held = List.of(
                new Forecast(new double[] {-1.3, -1.9}, new int[] {5, 9}),
                new Forecast(new double[] {-3.1}, new int[] {7}));

        DecodingError.Figures figures = DecodingError.between(exact, held);

        assertThat(figures.tokens()).isEqualTo(3);
        assertThat(figures.logprobDifference()).isCloseTo(0.5 / 3, within(1e-12));
        assertThat(figures.perplexityRatio()).isCloseTo(Math.exp(0.1), within(1e-12));
        assertThat(figures.sameLikeliest()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void readsTokenByTokenWhatItScoresAndAnswers() {
        try (LanguageModel model = open(BaseType.FLOAT32)) {
            Forecast read = model.forecast(TEXT, null);

            assertThat(read.logprobs())
                    .containsExactly(model.score(new Example(TEXT, 1), null).logprobs(), within(1e-3));
            int[] prompt = Arrays.copyOf(TEXT, TEXT.length - 1);
            int next = model.generate(
                            new GenerationRequest(prompt, null, Sampling.greedy(), 1, true), (id, text) -> true)
                    .ids()[0];
            assertThat(read.likeliest()[prompt.length - 1]).isEqualTo(next);
        }
    }

    @Test
    void refusesWhatHasNoPlace() {
        try (LanguageModel model = open(BaseType.FLOAT32)) {
            assertThatThrownBy(() -> model.forecast(new int[] {5}, null)).isInstanceOf(IllegalArgumentException.class);
            int[] tooLong = IntStream.generate(() -> 5).limit(513).toArray();
            assertThatThrownBy(() -> model.forecast(tooLong, null)).hasMessageContaining("takes 512 at most");
        }
    }

    @Test
    void fewerBitsAreFurtherAway() {
        List<Forecast> exact = read(BaseType.FLOAT32);
        double last = 0;
        for (BaseType type : List.of(BaseType.BFLOAT16, BaseType.INT8, BaseType.INT4)) {
            DecodingError.Figures figures = DecodingError.between(exact, read(type));
            assertThat(figures.tokens()).isBetween(400, 2000);
            assertThat(figures.logprobDifference()).as(type.label()).isGreaterThan(last);
            assertThat(figures.perplexityRatio()).isBetween(0.9, 1.3);
            assertThat(figures.sameLikeliest()).isGreaterThan(0.8);
            last = figures.logprobDifference();
        }
        assertThat(DecodingError.between(exact, read(BaseType.FLOAT32)).sameLikeliest())
                .isEqualTo(1);
    }

    private static List<Forecast> read(BaseType type) {
        try (LanguageModel model = open(type)) {
            return DecodingError.read(model, null);
        }
    }
}
