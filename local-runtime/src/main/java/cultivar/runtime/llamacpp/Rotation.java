package cultivar.runtime.llamacpp;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.checkpoint.RopeSpec;
import cultivar.runtime.gguf.GgmlType;
import cultivar.runtime.gguf.GgufWriter;
import cultivar.runtime.safetensors.Rows;
import java.util.ArrayList;
import java.util.List;

/** A decoder's rotary embedding in llama.cpp's terms. */
final class Rotation {
    private final Architecture architecture;
    private final DecoderSpec spec;
    private final RopeSpec full;

    Rotation(Architecture architecture, DecoderSpec spec) {
        this.architecture = architecture;
        this.spec = spec;
        this.full = spec.rotary().tables().getFirst();
    }

    /** As {@link Architecture#check}. */
    List<String> check() {
        checkLayers();
        List<RopeSpec> tables = spec.rotary().tables();
        if (tables.size() > 1) {
            architecture.require(tables.get(1) instanceof RopeSpec.Default, "stretched positions under a window");
        }
        architecture.require(
                full instanceof RopeSpec.Default || architecture.ropes().contains(full.getClass()),
                "a rotary embedding of the kind " + full.getClass().getSimpleName());
        List<String> warnings = new ArrayList<>();
        switch (full) {
            case RopeSpec.Dynamic dynamic ->
                warnings.add(
                        "llama.cpp does not stretch positions by the length of the text, so that texts of more than "
                                + dynamic.positions() + " tokens come out otherwise.");
            case RopeSpec.Yarn yarn -> {
                architecture.require(
                        Math.abs(yarn.magnitude() - (1 + 0.1 * Math.log(yarn.factor()))) < 1e-6,
                        "YaRN with the attention factor " + yarn.magnitude());
                architecture.require(yarn.truncate(), "YaRN with ends between two frequencies");
            }
            case RopeSpec.LongRope longRope ->
                warnings.add("llama.cpp stretches positions for a context of more than " + longRope.originalPositions()
                        + " tokens, however long the text is; ask for a smaller context for short texts.");
            default -> {}
        }
        return warnings;
    }

    private void checkLayers() {
        boolean byWindow = spec.rotary().tables().size() > 1;
        for (int layer = 0; layer < spec.layers(); layer++) {
            LayerSpec given = spec.layerSpecs().get(layer);
            int expected = byWindow && given.window() > 0 ? 1 : 0;
            if (architecture.name().equals("smollm3") && (layer + 1) % 4 == 0) {
                expected = -1;
            }
            architecture.require(given.rope() == expected, "this order of layers with and without positions");
        }
    }

    /** Writes the metadata, and the tensors that some rules need. */
    void write(GgufWriter to) {
        String prefix = architecture.name() + ".rope.";
        to.number(prefix + "dimension_count", spec.rotary().dimensions());
        to.real(prefix + "freq_base", full.theta());
        if (spec.rotary().tables().size() > 1) {
            to.real(prefix + "freq_base_swa", spec.rotary().tables().get(1).theta());
        }
        switch (full) {
            case RopeSpec.Linear linear ->
                to.text(prefix + "scaling.type", "linear").real(prefix + "scaling.factor", linear.factor());
            case RopeSpec.Yarn yarn ->
                to.text(prefix + "scaling.type", "yarn")
                        .real(prefix + "scaling.factor", yarn.factor())
                        .number(prefix + "scaling.original_context_length", yarn.originalPositions())
                        .real(prefix + "scaling.yarn_beta_fast", yarn.betaFast())
                        .real(prefix + "scaling.yarn_beta_slow", yarn.betaSlow());
            case RopeSpec.LongRope longRope -> {
                to.text(prefix + "scaling.type", "longrope")
                        .number(prefix + "scaling.original_context_length", longRope.originalPositions())
                        .real(prefix + "scaling.attn_factor", longRope.magnitude());
                divisors(to, "rope_factors_long.weight", longRope.longFactors());
                divisors(to, "rope_factors_short.weight", longRope.shortFactors());
            }
            case RopeSpec.Llama3 llama3 -> divisors(to, "rope_freqs.weight", divisors(llama3));
            case RopeSpec.Default _, RopeSpec.Dynamic _ -> {}
        }
    }

    private List<Double> divisors(RopeSpec rule) {
        int dimensions = spec.rotary().dimensions();
        double[] frequencies = rule.frequencies(dimensions, 0);
        double[] plain = new RopeSpec.Default(rule.theta()).frequencies(dimensions, 0);
        List<Double> divisors = new ArrayList<>();
        for (int i = 0; i < plain.length; i++) {
            divisors.add(plain[i] / frequencies[i]);
        }
        return divisors;
    }

    private static void divisors(GgufWriter to, String name, List<Double> values) {
        float[] row = new float[values.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = values.get(i).floatValue();
        }
        to.tensor(name, GgmlType.F32, List.of((long) row.length), new Vector(row));
    }

    private record Vector(float[] values) implements Rows {
        @Override
        public long rows() {
            return 1;
        }

        @Override
        public int columns() {
            return values.length;
        }

        @Override
        public void read(long row, float[] into) {
            System.arraycopy(values, 0, into, 0, values.length);
        }
    }
}
