package cultivar.ui.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Values worth a line on an axis.
 *
 * @param values in ascending order, all within the range asked for
 * @param decimals how many digits after the point tell them apart
 */
record Ticks(List<Double> values, int decimals) {
    /** Ticks at 1, 2 or 5 times a power of ten; two at least, as one alone tells no distance. */
    static Ticks linear(double low, double high, int wanted) {
        double rough = (high - low) / Math.max(1, wanted);
        if (!(rough > 0) || Double.isInfinite(rough)) {
            return new Ticks(List.of(low), 2);
        }
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * niceFactor(rough / power);
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        if (first >= last) {
            return linear(low, high, 2 * Math.max(1, wanted));
        }
        List<Double> values =
                LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
        return new Ticks(values, Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9)));
    }

    /** Ticks at whole numbers alone, for what is counted; one or none where the range has no more. */
    static Ticks whole(double low, double high, int wanted) {
        Ticks found = linear(low, high, wanted);
        if (found.decimals() == 0) {
            return found;
        }
        List<Double> values = LongStream.rangeClosed((long) Math.ceil(low - 1e-9), (long) Math.floor(high + 1e-9))
                .mapToObj(value -> (double) value)
                .toList();
        return new Ticks(values, 0);
    }

    /** Ticks at powers of ten, and at 2 and 5 times those where there is room. */
    static Ticks logarithmic(double low, double high, int wanted) {
        int from = (int) Math.floor(Math.log10(low));
        int to = (int) Math.ceil(Math.log10(high));
        double[] factors = (to - from) * 3 <= Math.max(4, wanted + 2) ? new double[] {1, 2, 5} : new double[] {1};
        DoubleStream.Builder values = DoubleStream.builder();
        for (int exponent = from; exponent <= to; exponent++) {
            for (double factor : factors) {
                double value = factor * Math.pow(10, exponent);
                if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
                    values.add(value);
                }
            }
        }
        List<Double> found = values.build().boxed().toList();
        return found.size() >= 2 ? new Ticks(found, Math.clamp(-from, 0, 6)) : linear(low, high, wanted);
    }

    /** A value as the axis shows it: thousands as "k", tiny values with an exponent, no more digits than needed. */
    String label(double value) {
        if (Math.abs(value) >= 1e6) {
            return trim(String.format(Locale.ROOT, "%.2f", value / 1e6)) + "M";
        }
        if (Math.abs(value) >= 1e4) {
            return trim(String.format(Locale.ROOT, "%.1f", value / 1e3)) + "k";
        }
        if (value != 0 && decimals > 4) {
            return trimExponent(String.format(Locale.ROOT, "%.1e", value));
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String trim(String number) {
        return number.replaceAll("\\.?0+$", "");
    }

    /** 1.0e-04 becomes 1e-4. */
    private static String trimExponent(String number) {
        return number.replaceAll("\\.0e", "e").replaceAll("e([+-])0+", "e$1").replace("e+", "e");
    }

    private static double niceFactor(double fraction) {
        if (fraction <= 1) {
            return 1;
        }
        if (fraction <= 2) {
            return 2;
        }
        return fraction <= 5 ? 5 : 10;
    }
}
