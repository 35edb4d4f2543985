package cultivar.runtime.llamacpp;

import cultivar.runtime.checkpoint.AttentionSpec;
import cultivar.runtime.checkpoint.BlockSpec;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.checkpoint.QueryKeyNorm;
import cultivar.runtime.safetensors.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a decoder's tensors are called in a GGUF file, and how their values differ there. */
final class TensorLayout {
    private final Architecture architecture;
    private final DecoderSpec spec;
    /** Without {@code .weight} and {@code .bias}. */
    private final Map<String, String> names = new LinkedHashMap<>();

    TensorLayout(Architecture architecture, DecoderSpec spec) {
        this.architecture = architecture;
        this.spec = spec;
        names.put(spec.root() + "embed_tokens", "token_embd");
        names.put(spec.root() + spec.finalNorm(), "output_norm");
        names.put("lm_head", "output");
        for (int layer = 0; layer < spec.layers(); layer++) {
            nameLayer(spec.layerPath(layer), "blk." + layer + ".");
        }
    }

    private void nameLayer(String path, String block) {
        BlockSpec norms = spec.block();
        name(path, norms.attentionIn(), block + "attn_norm");
        name(path, norms.attentionOut(), block + "post_attention_norm");
        name(path, norms.mlpIn(), block + "ffn_norm");
        name(path, norms.mlpOut(), block + "post_ffw_norm");
        AttentionSpec attention = spec.attention();
        if (attention.norm().kind() != QueryKeyNorm.Kind.NONE) {
            name(path, "self_attn." + attention.norm().query(), block + "attn_q_norm");
            name(path, "self_attn." + attention.norm().key(), block + "attn_k_norm");
        }
        name(
                path,
                attention.inputs(),
                block,
                attention.fused() ? List.of("attn_qkv") : List.of("attn_q", "attn_k", "attn_v"));
        name(path, List.of(attention.output()), block, List.of("attn_output"));
        name(path, spec.mlp().inputs(), block, spec.mlp().fused() ? List.of("ffn_up") : List.of("ffn_gate", "ffn_up"));
        name(path, List.of(spec.mlp().output()), block, List.of("ffn_down"));
    }

    private void name(String path, @Nullable String own, String name) {
        if (own != null) {
            names.put(path + own, name);
        }
    }

    private void name(String path, List<Linear> linears, String block, List<String> own) {
        for (int i = 0; i < linears.size(); i++) {
            names.put(path + linears.get(i).path(), block + own.get(i));
        }
    }

    /** The name in a GGUF file of a module, such as {@code blk.0.attn_q} for {@code model.layers.0.self_attn.q_proj}. */
    String module(String path) {
        return Objects.requireNonNull(names.get(path), path);
    }

    /** The name in a GGUF file of a weight. */
    String name(DecoderSpec.Weight weight) {
        String end = isBias(weight) ? ".bias" : ".weight";
        return module(weight.name().substring(0, weight.name().length() - end.length())) + end;
    }

    private static boolean isBias(DecoderSpec.Weight weight) {
        return weight.name().endsWith(".bias");
    }

    boolean isNorm(DecoderSpec.Weight weight) {
        return name(weight).endsWith("_norm.weight");
    }

    /** A weight's values as they are in a GGUF file. */
    Rows outward(DecoderSpec.Weight weight, Rows values) {
        return changed(weight, values, true);
    }

    /** A weight's values as they are in a checkpoint, from those of a GGUF file. */
    Rows inward(DecoderSpec.Weight weight, Rows values) {
        return changed(weight, values, false);
    }

    private Rows changed(DecoderSpec.Weight weight, Rows values, boolean outward) {
        String name = name(weight);
        if (isNorm(weight) && spec.norm().style().plusOne()) {
            return new Shifted(values, outward ? 1 : -1);
        }
        String module = name.substring(0, name.lastIndexOf('.'));
        return isBias(weight) ? turnedColumns(module, values, outward) : turned(module, values, outward);
    }

    /**
     * The rows of a module's weight, or of B of its LoRA, in the order of a GGUF file or back. Checkpoints keep the two
     * halves of a head that turn together one after the other; llama.cpp's own layout has them side by side.
     */
    Rows turned(String module, Rows values, boolean outward) {
        return isTurned(module) ? new Turned(values, spec.headSize(), outward) : values;
    }

    private Rows turnedColumns(String module, Rows values, boolean outward) {
        return isTurned(module) ? new TurnedColumns(values, spec.headSize(), outward) : values;
    }

    private boolean isTurned(String module) {
        return architecture.neighbours() && (module.endsWith(".attn_q") || module.endsWith(".attn_k"));
    }

    /** Where the value comes from that belongs at a place of a head. */
    private static long source(long place, int headSize, boolean outward) {
        long head = place / headSize;
        int within = (int) (place % headSize);
        int half = headSize / 2;
        int from = outward ? within % 2 * half + within / 2 : within % half * 2 + within / half;
        return head * headSize + from;
    }

    private record Turned(Rows values, int headSize, boolean outward) implements Rows {
        @Override
        public long rows() {
            return values.rows();
        }

        @Override
        public int columns() {
            return values.columns();
        }

        @Override
        public void read(long row, float[] into) {
            values.read(source(row, headSize, outward), into);
        }
    }

    private record TurnedColumns(Rows values, int headSize, boolean outward) implements Rows {
        @Override
        public long rows() {
            return values.rows();
        }

        @Override
        public int columns() {
            return values.columns();
        }

        @Override
        public void read(long row, float[] into) {
            float[] read = new float[columns()];
            values.read(row, read);
            for (int i = 0; i < read.length; i++) {
                into[i] = read[(int) source(i, headSize, outward)];
            }
        }
    }

    private record Shifted(Rows values, float by) implements Rows {
        @Override
        public long rows() {
            return values.rows();
        }

        @Override
        public int columns() {
            return values.columns();
        }

        @Override
        public void read(long row, float[] into) {
            values.read(row, into);
            for (int i = 0; i < columns(); i++) {
                into[i] += by;
            }
        }
    }
}
