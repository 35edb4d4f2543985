package cultivar.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.serve.AdapterMix;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterDealTest {
    private static final int BATCH = 16;

    private final AdapterDeal deal = new AdapterDeal(2000, 5, BATCH);

    private static List<AdapterMix> dealt(IntFunction<AdapterMix> who, int requests) {
        return IntStream.range(0, requests).mapToObj(who).toList();
    }

    private static Map<AdapterMix, Long> counts(List<AdapterMix> dealt) {
        return dealt.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static AdapterMix adapter(int number) {
        return AdapterMix.of("a" + number);
    }

    @Test
    void evenIsTheRootOfTheBatch() {
        assertThat(AdapterDeal.even(16)).containsExactly(4, 4, 4, 4);
        assertThat(AdapterDeal.even(10)).containsExactly(3, 3, 2, 2);
        assertThat(AdapterDeal.even(2)).containsExactly(1, 1);
    }

    @Test
    void fallingIsAGeometricSeries() {
        assertThat(AdapterDeal.falling(16)).containsExactly(6, 4, 3, 2, 1);
        assertThat(AdapterDeal.falling(2)).containsExactly(2);
        assertThat(AdapterDeal.falling(3)).containsExactly(2, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 31, 32, 64, 100, 1000})
    void aBatchIsDealtWholly(int batch) {
        assertThat(IntStream.of(AdapterDeal.even(batch)).sum()).isEqualTo(batch);
        int[] falling = AdapterDeal.falling(batch);
        assertThat(IntStream.of(falling).sum()).isEqualTo(batch);
        assertThat(falling[falling.length - 1]).isPositive();
        for (int i = 1; i < falling.length; i++) {
            assertThat(falling[i - 1] - 1.5 * falling[i])
                    .as("%d of %d: each count is rounded to less than one", i, batch)
                    .isBetween(-2.5, 2.5);
        }
    }

    @Test
    void everyBatchHasItsCountsInAnotherOrder() {
        List<AdapterMix> uniform = dealt(deal.to(Popularity.UNIFORM, 1), 2 * BATCH);
        List<AdapterMix> skewed = dealt(deal.to(Popularity.SKEWED, 1), 2 * BATCH);

        for (int from : new int[] {0, BATCH}) {
            assertThat(counts(uniform.subList(from, from + BATCH)))
                    .isEqualTo(Map.of(adapter(0), 4L, adapter(1), 4L, adapter(2), 4L, adapter(3), 4L));
            assertThat(counts(skewed.subList(from, from + BATCH)))
                    .isEqualTo(Map.of(adapter(0), 6L, adapter(1), 4L, adapter(2), 3L, adapter(3), 2L, adapter(4), 1L));
        }
        assertThat(skewed.subList(0, BATCH)).isNotEqualTo(skewed.subList(BATCH, 2 * BATCH));
        assertThat(dealt(deal.to(Popularity.SKEWED, 1), 2 * BATCH)).isEqualTo(skewed);
        assertThat(dealt(deal.to(Popularity.SKEWED, 2), 2 * BATCH)).isNotEqualTo(skewed);
    }

    @Test
    void distinctGoesOnWhereItStopped() {
        assertThat(dealt(deal.to(Popularity.DISTINCT, 1), 3)).containsExactly(adapter(0), adapter(1), adapter(2));
        assertThat(dealt(deal.to(Popularity.DISTINCT, 1), 2)).containsExactly(adapter(3), adapter(4));
    }

    @Test
    void theOthers() {
        assertThat(dealt(deal.to(Popularity.BASE, 1), 2)).containsOnly(AdapterMix.base());
        assertThat(dealt(deal.to(Popularity.IDENTICAL, 1), 2)).containsOnly(adapter(0));
        assertThat(counts(dealt(deal.to(Popularity.FEW, 1), 10))).hasSize(5).containsEntry(adapter(4), 2L);
        Map<AdapterMix, Long> zipf = counts(dealt(deal.to(Popularity.ZIPF, 1), 1000));
        assertThat(zipf.get(adapter(0))).as("0.39 of them by the law").isBetween(340L, 440L);
        assertThat(zipf).hasSizeGreaterThan(30);
    }

    @Test
    void thoseThatArriveAreAllAlikeOrHaveFavourites() {
        assertThat(counts(dealt(deal.arriving(1, 1), 1000))).hasSizeGreaterThan(700);
        assertThat(counts(dealt(deal.arriving(0.1, 1), 1000)).get(adapter(0)))
                .as("the first has (1/2000)^0.1 of them")
                .isBetween(420L, 520L);
    }
}
