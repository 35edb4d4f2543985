package cultivar.ui.chart;

import java.util.Arrays;

/** Thins a line to what a width can show: the lowest and the highest value of each pixel column, in their order. */
final class Decimation {
    private double[] x = new double[0];
    private double[] y = new double[0];
    private int size;

    /**
     * Thins the values between two steps.
     *
     * @param steps ascending, of which the first {@code count} count
     * @param columns pixel columns between {@code low} and {@code high}
     */
    void run(double[] steps, double[] values, int count, double low, double high, int columns) {
        size = 0;
        ensure(Math.min(count, 2 * columns) + 2);
        if (count <= 2 * columns) {
            for (int i = 0; i < count; i++) {
                emit(steps[i], values[i]);
            }
            return;
        }
        double scale = columns / Math.max(high - low, Double.MIN_NORMAL);
        int i = 0;
        while (i < count) {
            int column = (int) ((steps[i] - low) * scale);
            int lowest = i;
            int highest = i;
            int next = i + 1;
            while (next < count && (int) ((steps[next] - low) * scale) == column) {
                if (values[next] < values[lowest]) {
                    lowest = next;
                }
                if (values[next] > values[highest]) {
                    highest = next;
                }
                next++;
            }
            int first = Math.min(lowest, highest);
            int second = Math.max(lowest, highest);
            emit(steps[first], values[first]);
            if (second != first) {
                emit(steps[second], values[second]);
            }
            i = next;
        }
    }

    int size() {
        return size;
    }

    double x(int i) {
        return x[i];
    }

    double y(int i) {
        return y[i];
    }

    private void emit(double step, double value) {
        if (size == x.length) {
            ensure(size * 2 + 2);
        }
        x[size] = step;
        y[size] = value;
        size++;
    }

    private void ensure(int capacity) {
        if (x.length < capacity) {
            x = Arrays.copyOf(x, capacity);
            y = Arrays.copyOf(y, capacity);
        }
    }
}
