package cultivar.runtime.checkpoint;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Turns a {@code config.json} into a {@link DecoderSpec} with the facts of its {@link Family}. */
final class SpecReader {
    private final Config config;
    private final Family family;
    private final boolean tied;
    private final String root;
    private final int hidden;
    private final int intermediate;
    private final int heads;
    private final int keyValueHeads;
    private final int headSize;

    private SpecReader(Config config, boolean tied, String root) {
        this.config = config;
        this.family = config.family();
        this.tied = tied;
        this.root = root;
        this.hidden = config.positive("hidden_size");
        this.intermediate = config.positive("intermediate_size");
        this.heads = config.positive("num_attention_heads");
        this.keyValueHeads = config.whole("num_key_value_heads", heads);
        this.headSize = config.whole("head_dim", hidden / heads);
        if (keyValueHeads < 1 || heads % keyValueHeads != 0) {
            throw Config.unsupported("num_key_value_heads", String.valueOf(keyValueHeads));
        }
        if (headSize < 2) {
            throw Config.unsupported("head_dim", String.valueOf(headSize));
        }
    }

    static DecoderSpec read(JsonNode json) {
        refuseQuantized(json);
        String type = json.path("model_type").asString("");
        String architecture = json.path("architectures").path(0).asString("");
        JsonNode text = json.path("text_config");
        if (text.isObject()) {
            Family family = Families.ofTextPart(type, text.path("model_type").asString(""));
            if (family == null) {
                throw unknown(type, architecture);
            }
            refuseQuantized(text);
            JsonNode above = json.path("tie_word_embeddings");
            boolean tied = above.isBoolean()
                    ? above.booleanValue()
                    : text.path("tie_word_embeddings").asBoolean(true);
            return new SpecReader(new Config(text, family), tied, "model.language_model.").spec();
        }
        Family family = type.isEmpty() ? Families.ofArchitecture(architecture) : Families.ofType(type);
        if (family == null || !(architecture.isEmpty() || family.architecture().equals(architecture))) {
            throw unknown(type, architecture);
        }
        Config config = new Config(json, family);
        return new SpecReader(config, config.flag("tie_word_embeddings"), "model.").spec();
    }

    private static CheckpointException unknown(String type, String architecture) {
        String name = architecture.isEmpty() ? (type.isEmpty() ? "(none)" : type) : architecture;
        return new CheckpointException("config.json names the architecture " + name
                + ", which Cultivar cannot run yet. Choose a dense text model of a family such as Llama, Mistral, Qwen,"
                + " Gemma, Phi, OLMo or Granite.");
    }

    private static void refuseQuantized(JsonNode json) {
        JsonNode quantization = json.path("quantization_config");
        if (!quantization.isMissingNode() && !quantization.isNull()) {
            throw Config.unsupported(
                    "quantization_config", quantization.path("quant_method").asString("?"));
        }
    }

    private DecoderSpec spec() {
        if (config.raw("use_bidirectional_attention").asBoolean(false)) {
            throw Config.unsupported("use_bidirectional_attention", "true");
        }
        RopeReader ropes = new RopeReader(config, headSize);
        RotarySpec rotary = ropes.rotary();
        LayerReader layers = new LayerReader(config);
        return new DecoderSpec(
                config.positive("vocab_size"),
                hidden,
                intermediate,
                heads,
                keyValueHeads,
                headSize,
                layers.layers(),
                new NormSpec(
                        family.norm(), family.epsilonKey().isEmpty() ? 1e-5 : config.number(family.epsilonKey(), 1e-6)),
                block(),
                attention(),
                mlp(),
                rotary,
                scales(),
                tied,
                family.head().bias(),
                ropes.maxPositions(rotary),
                root,
                family.head().finalNorm());
    }

    private BlockSpec block() {
        boolean parallel = config.knows("use_parallel_residual") && config.flag("use_parallel_residual");
        return parallel ? BlockSpec.PARALLEL : family.block();
    }

    private QueryKeyNorm queryKeyNorm() {
        for (String key : List.of("use_qk_norm", "qk_layernorm")) {
            if (config.knows(key) && !config.flag(key)) {
                return QueryKeyNorm.NONE;
            }
            if (!config.knows(key) && config.raw(key).asBoolean(false)) {
                throw Config.unsupported(key, "true");
            }
        }
        return family.queryKeyNorm();
    }

    private AttentionSpec attention() {
        Family.Modules modules = family.modules();
        int queries = heads * headSize;
        int keys = keyValueHeads * headSize;
        boolean bias = bias(family.biases().input());
        List<Linear> inputs = new ArrayList<>();
        List<String> names = modules.attentionInputs();
        if (names.size() == 1) {
            inputs.add(attentionLinear(names.getFirst(), hidden, queries + 2 * keys, bias));
        } else {
            inputs.add(attentionLinear(names.get(0), hidden, queries, bias));
            inputs.add(attentionLinear(names.get(1), hidden, keys, bias));
            inputs.add(attentionLinear(names.get(2), hidden, keys, bias));
        }
        return new AttentionSpec(
                inputs,
                attentionLinear(
                        modules.attentionOutput(),
                        queries,
                        hidden,
                        bias(family.biases().output())),
                queryKeyNorm(),
                attentionScale(),
                config.number("attn_logit_softcapping", 0),
                config.number("clip_qkv", 0));
    }

    private static Linear attentionLinear(String module, int inputs, int outputs, boolean bias) {
        return new Linear(module, "self_attn." + module, inputs, outputs, bias);
    }

    private double attentionScale() {
        if (config.knows("attention_multiplier")) {
            return config.number("attention_multiplier", 1);
        }
        return 1 / Math.sqrt(config.number("query_pre_attn_scalar", headSize));
    }

    private MlpSpec mlp() {
        Family.Modules modules = family.modules();
        boolean bias = bias(family.biases().mlp());
        boolean fused = modules.gated() && modules.mlpInputs().size() == 1;
        List<Linear> inputs = modules.mlpInputs().stream()
                .map(module ->
                        new Linear(module, "mlp." + module, hidden, fused ? 2 * intermediate : intermediate, bias))
                .toList();
        return new MlpSpec(
                inputs,
                new Linear(modules.mlpOutput(), "mlp." + modules.mlpOutput(), intermediate, hidden, bias),
                modules.gated(),
                activation());
    }

    private Activation activation() {
        String key = config.knows("hidden_activation") ? "hidden_activation" : "hidden_act";
        String name = config.text(key);
        // The first Gemma files say gelu, and the models were trained with its approximation.
        return family.type().equals("gemma") && name.equals("gelu")
                ? Activation.GELU_TANH
                : Activation.named(name, key);
    }

    private boolean bias(String keyOrAnswer) {
        return switch (keyOrAnswer) {
            case Family.Biases.YES -> true;
            case Family.Biases.NO -> false;
            default -> config.flag(keyOrAnswer);
        };
    }

    private ScaleSpec scales() {
        double embedding = family.head().rootScale() ? Math.sqrt(hidden) : config.number("embedding_multiplier", 1);
        double logit = config.knows("logits_scaling")
                ? 1 / config.number("logits_scaling", 1)
                : config.number("logit_scale", 1);
        return new ScaleSpec(
                embedding, config.number("residual_multiplier", 1), logit, config.number("final_logit_softcapping", 0));
    }
}
