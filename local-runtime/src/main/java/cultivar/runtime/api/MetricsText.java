package cultivar.runtime.api;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes Prometheus' text format 0.0.4; every value bears the base's name. */
final class MetricsText {
    private final StringBuilder text = new StringBuilder();
    private final String model;

    MetricsText(String model) {
        this.model = model.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, Map<String, String> labels, String value) {
        text.append(name).append("{model_name=\"").append(model).append('"');
        text.append(labels.entrySet().stream()
                .map(label -> "," + label.getKey() + "=\"" + label.getValue() + "\"")
                .collect(Collectors.joining()));
        text.append("} ").append(value).append('\n');
    }

    MetricsText gauge(String name, String help, double value) {
        head(name, "gauge", help);
        line(name, Map.of(), number(value));
        return this;
    }

    MetricsText counter(String name, String help, long value) {
        head(name, "counter", help);
        line(name, Map.of(), Long.toString(value));
        return this;
    }

    /** One value for each value of a label. */
    MetricsText by(String label, String name, String type, String help, Map<String, Long> values) {
        head(name, type, help);
        values.forEach((key, value) -> line(name, Map.of(label, key), Long.toString(value)));
        return this;
    }

    MetricsText histogram(String name, String help, Histogram histogram) {
        head(name, "histogram", help);
        double[] bounds = histogram.bounds();
        long[] upTo = histogram.upTo();
        for (int i = 0; i < upTo.length; i++) {
            line(
                    name + "_bucket",
                    Map.of("le", i < bounds.length ? number(bounds[i]) : "+Inf"),
                    Long.toString(upTo[i]));
        }
        line(name + "_sum", Map.of(), number(histogram.sum()));
        line(name + "_count", Map.of(), Long.toString(upTo[upTo.length - 1]));
        return this;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
