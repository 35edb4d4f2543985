package cultivar.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import cultivar.ui.theme.Theme;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;

class ChartTest extends FxTest {
    // Processor time, because other work on the machine must not fail the test.
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void ticksAreRound() {
        assertThat(Ticks.linear(0, 3.9, 5).values()).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(Ticks.linear(0.12, 0.19, 4).values()).hasSize(4);
        assertThat(Ticks.linear(2.1, 8.2, 2).values()).containsExactly(4.0, 6.0, 8.0);
        assertThat(Ticks.linear(6, 6.001, 1).values()).hasSizeGreaterThan(1);
        assertThat(Ticks.logarithmic(1e-5, 3e-2, 5).values()).contains(1e-5, 1e-4, 1e-3, 1e-2);
        assertThat(Ticks.linear(0, 100_000, 5).label(20_000)).isEqualTo("20k");
        assertThat(Ticks.logarithmic(1e-6, 1e-3, 3).label(1e-5)).isEqualTo("1e-5");
    }

    @Test
    void countsHaveNoTicksBetweenWholeNumbers() {
        assertThat(Ticks.whole(0, 1, 5).values()).containsExactly(0.0, 1.0);
        assertThat(Ticks.whole(0, 3, 10).values()).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(Ticks.whole(0, 3, 10).label(2)).isEqualTo("2");
        assertThat(Ticks.whole(0.4, 2.6, 8).values()).containsExactly(1.0, 2.0);
        assertThat(Ticks.whole(0.2, 0.8, 4).values()).isEmpty();
        assertThat(Ticks.whole(0, 400, 5)).isEqualTo(Ticks.linear(0, 400, 5));
    }

    @Test
    void thinningKeepsEveryPeak() {
        int count = 100_000;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = i;
            y[i] = Math.sin(i / 5000.0);
        }
        y[54_321] = 40;
        y[54_322] = -40;
        Decimation thinned = new Decimation();
        thinned.run(x, y, count, 0, count - 1, 800);
        assertThat(thinned.size()).isLessThanOrEqualTo(1602);
        double high = 0;
        double low = 0;
        for (int i = 0; i < thinned.size(); i++) {
            high = Math.max(high, thinned.y(i));
            low = Math.min(low, thinned.y(i));
            assertThat(i == 0 || thinned.x(i) >= thinned.x(i - 1)).isTrue();
        }
        assertThat(high).isEqualTo(40);
        assertThat(low).isEqualTo(-40);
    }

    @Test
    void theAverageIsCorrectedForItsStart() {
        LossSeries line = new LossSeries("loss", false, 0.9, () -> {});
        line.add(1, 4);
        line.add(2, 2);
        // (0.9 * 0.1 * 4 + 0.1 * 2) / (1 - 0.81)
        assertThat(line.smooth(0)).isCloseTo(4, within(1e-12));
        assertThat(line.smooth(1)).isCloseTo(0.56 / 0.19, within(1e-12));
        line.add(3, Double.NaN);
        line.add(1, 9);
        assertThat(line.size()).isEqualTo(2);
        line.smoothBy(0);
        assertThat(line.smooth(1)).isEqualTo(2);
        assertThat(line.nearest(1.4)).isZero();
        assertThat(line.nearest(99)).isEqualTo(1);
    }

    @Test
    void aHundredThousandPointsPaintFast() {
        LossChart chart = onFx(() -> new LossChart("Loss"));
        LossSeries line = onFx(() -> chart.line("Training"));
        show(onFx(() -> new StackPane(chart)), 900, 400);
        Random random = new Random(2);
        onFx(() -> {
            double[] x = new double[100_000];
            double[] y = new double[100_000];
            for (int i = 0; i < x.length; i++) {
                x[i] = i;
                y[i] = Math.exp(-i / 30_000.0) + 0.1 * random.nextDouble();
            }
            line.setAll(x, y);
        });
        settle();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            int step = 100_000 + i;
            long took = onFx(() -> {
                long start = THREADS.getCurrentThreadCpuTime();
                line.add(step, 0.1);
                chart.layout();
                return THREADS.getCurrentThreadCpuTime() - start;
            });
            best = Math.min(best, took);
        }
        System.out.printf("append and repaint with 100,000 points: %.2f ms%n", best / 1e6);
        assertThat(best).isLessThan(100_000_000L);
    }

    @Test
    void theReadOutShowsTheNearestStepAndTheThemeChangesTheLine() {
        LossChart chart = onFx(() -> new LossChart("Loss"));
        onFx(() -> {
            LossSeries line = chart.line("Training");
            for (int i = 0; i <= 100; i++) {
                line.add(i, 4 - i / 30.0);
            }
            chart.points("Validation").add(50, 2.6);
            chart.pointAt(400);
        });
        Screenshots.take(onFx(() -> new StackPane(chart)), "chart-read-out", 800, 360);
        theme(Theme.LIGHT);
        int light = greens(chart);
        theme(Theme.DARK);
        int dark = greens(chart);
        assertThat(light).isPositive();
        assertThat(dark).isZero();
    }

    /** How many pixels have exactly the light theme's first line colour. */
    private int greens(LossChart chart) {
        return onFx(() -> {
            chart.applyCss();
            chart.layout();
            WritableImage image = chart.snapshot(null, null);
            Color wanted = Color.web("#1f7f53");
            int found = 0;
            for (int y = 80; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    if (image.getPixelReader().getColor(x, y).equals(wanted)) {
                        found++;
                    }
                }
            }
            return found;
        });
    }
}
