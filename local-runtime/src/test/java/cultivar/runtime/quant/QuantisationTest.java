package cultivar.runtime.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantisationTest {
    private final Arena arena = Arena.ofAuto();

    private MemorySegment normal(int count, double deviation) {
        Random random = new Random(7);
        MemorySegment weights = arena.allocate(count * 4L, 4);
        for (int i = 0; i < count; i++) {
            weights.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (random.nextGaussian() * deviation));
        }
        return weights;
    }

    @Test
    void anEightBitWeightIsOffByHalfItsRowsScaleAtMost() {
        int rows = 5;
        int columns = 300;
        MemorySegment weights = normal(rows * columns, 0.02);
        MemorySegment values = arena.allocate((long) rows * columns);
        MemorySegment scales = arena.allocate(rows * 4L, 4);
        Int8.quantise(weights, rows, columns, values, scales);
        for (int i = 0; i < rows * columns; i++) {
            float scale = scales.getAtIndex(ValueLayout.JAVA_FLOAT, i / columns);
            float widened = values.get(ValueLayout.JAVA_BYTE, i) * scale;
            assertThat(widened).isCloseTo(weights.getAtIndex(ValueLayout.JAVA_FLOAT, i), within(scale * 0.5001f));
        }
    }

    @Test
    void aRowOfZerosStaysZero() {
        MemorySegment values = arena.allocate(4);
        MemorySegment scales = arena.allocate(4, 4);
        Int8.quantise(arena.allocate(16, 4), 1, 4, values, scales);
        assertThat(values.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        assertThat(scales.get(ValueLayout.JAVA_FLOAT, 0)).isZero();
    }

    @Test
    void fourBitLevelsComeBackExactlyAndInOrder() {
        float[] pairs = Nf4.pairs();
        MemorySegment weights = arena.allocate(64 * 4L, 4);
        // Every level four times, times a scale of 0.5; the pair of byte 16 h + l is (level h, level l).
        for (int i = 0; i < 64; i++) {
            weights.setAtIndex(ValueLayout.JAVA_FLOAT, i, pairs[2 * ((i % 16) << 4)] * 0.5f);
        }
        MemorySegment values = arena.allocate(32);
        MemorySegment scales = arena.allocate(4, 4);
        Nf4.quantise(weights, 1, 64, values, scales);
        float scale = scales.get(ValueLayout.JAVA_FLOAT, 0);
        assertThat(scale).isEqualTo(0.5f);
        for (int i = 0; i < 32; i++) {
            int both = Byte.toUnsignedInt(values.get(ValueLayout.JAVA_BYTE, i));
            assertThat(pairs[2 * both] * scale).isEqualTo(weights.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i));
            assertThat(pairs[2 * both + 1] * scale).isEqualTo(weights.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1));
        }
    }

    @Test
    void evenFourBitsAreOffByLittleMoreThanHalfAStep() {
        int rows = 32;
        int columns = 192;
        MemorySegment weights = normal(rows * columns, 0.02);
        MemorySegment values = arena.allocate((long) rows * columns);
        MemorySegment scales = arena.allocate(4L * rows * columns / 32, 4);
        Int4.quantise(weights, rows, columns, values, scales);
        for (int i = 0; i < rows * columns; i++) {
            int at = 2 * (i % columns / 64 * rows + i / columns);
            float scale = scales.getAtIndex(ValueLayout.JAVA_FLOAT, at);
            float middle = scales.getAtIndex(ValueLayout.JAVA_FLOAT, at + 1);
            float widened = (values.get(ValueLayout.JAVA_BYTE, i) - 8) * scale + middle;
            // The ends of a block lose what bfloat16 has taken from scale and middle.
            assertThat(widened).isCloseTo(weights.getAtIndex(ValueLayout.JAVA_FLOAT, i), within(scale * 0.6f));
        }
    }

    @Test
    void fourBitsKeepNormalWeightsWithinATenthOfTheirSpread() {
        int count = 64 * 200;
        MemorySegment weights = normal(count, 1);
        MemorySegment values = arena.allocate(count / 2L);
        MemorySegment scales = arena.allocate(count / 16L, 4);
        Nf4.quantise(weights, 200, 64, values, scales);
        float[] pairs = Nf4.pairs();
        double squares = 0;
        for (int i = 0; i < count; i++) {
            int both = Byte.toUnsignedInt(values.get(ValueLayout.JAVA_BYTE, i / 2));
            float widened = pairs[2 * both + i % 2] * scales.getAtIndex(ValueLayout.JAVA_FLOAT, i / 64);
            squares += Math.pow(widened - weights.getAtIndex(ValueLayout.JAVA_FLOAT, i), 2);
        }
        assertThat(Math.sqrt(squares / count)).isLessThan(0.1);
    }

    @Test
    void rowsWithoutWholeBlocksAreRefused() {
        assertThatThrownBy(() -> Nf4.quantise(arena.allocate(400), 1, 100, arena.allocate(50), arena.allocate(8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
