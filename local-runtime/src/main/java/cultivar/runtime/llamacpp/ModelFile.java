package cultivar.runtime.llamacpp;

import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.WeightSource;
import cultivar.runtime.gguf.GgmlType;
import cultivar.runtime.gguf.GgufFile;
import cultivar.runtime.gguf.GgufTensor;
import cultivar.runtime.gguf.GgufWriter;
import cultivar.runtime.safetensors.HalfRange;
import cultivar.runtime.safetensors.Rows;
import cultivar.runtime.text.TokenizerParts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A whole model in a GGUF file: its metadata, its tokenizer and its tensors, as llama.cpp wants them. */
public final class ModelFile {
    /** Readers that know the present forms of quantised blocks ask for this. */
    private static final int QUANTISATION_VERSION = 2;

    private final Checkpoint base;
    private final DecoderSpec spec;
    private final Architecture architecture;
    private final TensorLayout layout;
    private final List<String> warnings;

    /** @throws LlamaCppException if llama.cpp has no architecture that computes what the base does */
    public ModelFile(Checkpoint base) {
        this.base = base;
        this.spec = base.spec();
        this.architecture = Architectures.of(base.modelType());
        this.warnings = new ArrayList<>(architecture.check(spec));
        this.layout = new TensorLayout(architecture, spec);
    }

    /** What llama.cpp does otherwise for some texts, a sentence each; complete when {@link #write} is done. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Puts everything into a file in the making.
     *
     * @param name what people know the model by
     * @param type what matrices are stored as; those whose rows it cannot hold become F16, vectors stay F32
     * @param values the values of each weight
     * @throws LlamaCppException if llama.cpp cannot read text as the base's tokenizer does
     */
    public void write(GgufWriter to, String name, GgmlType type, Function<DecoderSpec.Weight, Rows> values) {
        to.text("general.architecture", architecture.name());
        to.text("general.type", "model");
        TokenizerParts tokenizer = TokenizerParts.of(base.folder());
        ModelName modelName = new ModelName(name, tokenizer);
        warnings.addAll(modelName.warnings());
        to.text("general.name", modelName.text());
        to.number("general.file_type", fileType(type));
        to.number("general.quantization_version", QUANTISATION_VERSION);
        writeSizes(to);
        warnings.addAll(Vocabulary.write(tokenizer, spec.vocabulary(), to));
        new Rotation(architecture, spec).write(to);
        for (DecoderSpec.Weight weight : spec.weights()) {
            add(to, layout.name(weight), weight, type, values);
        }
        if (architecture.name().equals("olmo2") && spec.tiedEmbeddings()) {
            // This architecture has no tied form, so the embedding is there twice.
            add(to, "output.weight", spec.weights().getFirst(), type, values);
        }
    }

    private void add(
            GgufWriter to,
            String name,
            DecoderSpec.Weight weight,
            GgmlType type,
            Function<DecoderSpec.Weight, Rows> values) {
        GgmlType stored = stored(name, weight, type);
        Rows rows = layout.outward(weight, values.apply(weight));
        to.tensor(name, stored, weight.shape(), stored == GgmlType.F16 ? new HalfRange(name, rows) : rows);
    }

    private GgmlType stored(String name, DecoderSpec.Weight weight, GgmlType type) {
        if (weight.shape().size() == 1 || layout.isNorm(weight)) {
            return GgmlType.F32;
        }
        boolean outer = name.equals("token_embd.weight") || name.equals("output.weight");
        // Four bits cost much more at both ends of a model than inside it.
        GgmlType wanted = type == GgmlType.Q4_0 && outer ? GgmlType.Q8_0 : type;
        return wanted.holds(weight.shape().getLast()) ? wanted : GgmlType.F16;
    }

    private static int fileType(GgmlType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case Q4_0 -> 2;
            case Q8_0 -> 7;
            case BF16 -> 32;
        };
    }

    private void writeSizes(GgufWriter to) {
        String prefix = architecture.name() + ".";
        to.number(prefix + "vocab_size", spec.vocabulary());
        to.number(prefix + "context_length", spec.maxPositions());
        to.number(prefix + "embedding_length", spec.hidden());
        to.number(prefix + "feed_forward_length", spec.intermediate());
        to.number(prefix + "block_count", spec.layers());
        to.number(prefix + "attention.head_count", spec.heads());
        to.number(prefix + "attention.head_count_kv", spec.keyValueHeads());
        to.number(prefix + "attention.key_length", spec.headSize());
        to.number(prefix + "attention.value_length", spec.headSize());
        to.real(prefix + "attention.layer_norm_rms_epsilon", spec.norm().epsilon());
        if (architecture.windows() == Architecture.Windows.BY_PERIOD) {
            writeWindows(to, prefix);
        }
        switch (architecture.scales()) {
            case GIVEN ->
                to.real(prefix + "embedding_scale", spec.scales().embedding())
                        .real(prefix + "residual_scale", spec.scales().residual())
                        .real(prefix + "logit_scale", 1 / spec.scales().logit())
                        .real(prefix + "attention.scale", spec.attention().scale());
            case GEMMA -> {
                if (architecture.name().equals("gemma2")) {
                    to.real(prefix + "attn_logit_softcapping", spec.attention().softCap());
                }
                to.real(prefix + "final_logit_softcapping", spec.scales().logitCap());
            }
            case NONE -> {}
        }
    }

    private void writeWindows(GgufWriter to, String prefix) {
        int period = architecture.windowPeriod(spec);
        int window = spec.layerSpecs().stream()
                .mapToInt(layer -> layer.window())
                .max()
                .orElse(0);
        if (window > 0) {
            to.number(prefix + "attention.sliding_window", window);
        }
        if (window > 0 || architecture.name().equals("gemma2")) {
            to.number(prefix + "attention.sliding_window_pattern", period);
        }
    }

    /** The weights of a file that was written for this base, as the engine takes them. */
    public WeightSource weights(GgufFile file) {
        return (weight, floats) -> {
            GgufTensor tensor = file.tensor(layout.name(weight));
            if (!tensor.shape().equals(weight.shape())) {
                throw new LlamaCppException(file.path() + " is of another model: its tensor " + tensor.name()
                        + " has the shape " + tensor.shape() + " where " + weight.shape() + " is needed.");
            }
            layout.inward(weight, file.rows(tensor)).readAll(floats);
        };
    }
}
