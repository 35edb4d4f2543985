package cultivar.ui.chart;

import java.util.Arrays;

/** A growing line: steps in ascending order with a value each, and the values smoothed. FX thread only. */
public final class LossSeries {
    private final String name;
    private final boolean points;
    private final Runnable changed;
    private double[] x = new double[256];
    private double[] y = new double[256];
    private double[] smooth = new double[256];
    private int size;
    private double beta;
    private double average;
    private double weight;
    private boolean visible = true;

    LossSeries(String name, boolean points, double beta, Runnable changed) {
        this.name = name;
        this.points = points;
        this.beta = beta;
        this.changed = changed;
    }

    /** What the line shows. */
    public String name() {
        return name;
    }

    /** Appends a value; one that is not a number is kept as a gap in neither line, that is, left out. */
    public void add(double step, double value) {
        append(step, value);
        changed.run();
    }

    /** Replaces everything. */
    public void setAll(double[] steps, double[] values) {
        if (steps.length != values.length) {
            throw new IllegalArgumentException(steps.length + " steps, but " + values.length + " values");
        }
        reset();
        for (int i = 0; i < steps.length; i++) {
            append(steps[i], values[i]);
        }
        changed.run();
    }

    /** Forgets everything. */
    public void clear() {
        reset();
        changed.run();
    }

    /** Shows or hides the line. */
    public void setVisible(boolean shown) {
        visible = shown;
        changed.run();
    }

    /** How many values there are. */
    public int size() {
        return size;
    }

    boolean isVisible() {
        return visible;
    }

    /** Whether it is drawn as points joined by a thin line, as sparse validation values are. */
    boolean isPoints() {
        return points;
    }

    double x(int i) {
        return x[i];
    }

    double y(int i) {
        return y[i];
    }

    double smooth(int i) {
        return smooth[i];
    }

    double[] steps() {
        return x;
    }

    double[] raw() {
        return y;
    }

    double[] smoothed() {
        return smooth;
    }

    double lowest() {
        double low = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            low = Math.min(low, y[i]);
        }
        return low;
    }

    /** The index of the value whose step is nearest to {@code step}; -1 if there is none. */
    int nearest(double step) {
        if (size == 0) {
            return -1;
        }
        int at = Arrays.binarySearch(x, 0, size, step);
        if (at >= 0) {
            return at;
        }
        int after = -at - 1;
        if (after == 0) {
            return 0;
        }
        if (after == size) {
            return size - 1;
        }
        return step - x[after - 1] <= x[after] - step ? after - 1 : after;
    }

    void smoothBy(double newBeta) {
        beta = newBeta;
        average = 0;
        weight = 0;
        for (int i = 0; i < size; i++) {
            smooth[i] = nextSmooth(y[i]);
        }
    }

    private void reset() {
        size = 0;
        average = 0;
        weight = 0;
    }

    private void append(double step, double value) {
        if (!Double.isFinite(step) || !Double.isFinite(value) || (size > 0 && step < x[size - 1])) {
            return;
        }
        if (size == x.length) {
            int larger = size * 2;
            x = Arrays.copyOf(x, larger);
            y = Arrays.copyOf(y, larger);
            smooth = Arrays.copyOf(smooth, larger);
        }
        x[size] = step;
        y[size] = value;
        smooth[size] = nextSmooth(value);
        size++;
    }

    /** An exponential moving average, corrected for its start at zero as Adam corrects its moments. */
    private double nextSmooth(double value) {
        average = beta * average + (1 - beta) * value;
        weight = beta * weight + (1 - beta);
        return average / weight;
    }
}
