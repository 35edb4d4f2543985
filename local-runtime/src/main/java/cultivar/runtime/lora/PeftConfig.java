package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An {@code adapter_config.json}, read and written by PEFT's rules; what would change the result is refused by name. */
final class PeftConfig implements ModuleSelection.Shape {
    /** Keys that make an adapter more than LoRA on linear modules, with what they stand for. */
    private static final Map<String, String> UNKNOWN = Map.ofEntries(
            Map.entry("fan_in_fan_out", "transposed weights"),
            Map.entry("lora_bias", "biases beside B"),
            Map.entry("modules_to_save", "whole modules trained beside the adapter"),
            Map.entry("trainable_token_indices", "trained rows of the embedding"),
            Map.entry("target_parameters", "LoRA on parameters that are no linear modules"),
            Map.entry("layer_replication", "layers that are used several times"),
            Map.entry("alora_invocation_tokens", "LoRA that begins at certain tokens"),
            Map.entry("arrow_config", "routing among adapters"),
            Map.entry("use_qalora", "pooled inputs"),
            Map.entry("use_bdlora", "block-diagonal factors"),
            Map.entry("kasa_config", "a singular value decomposition of the base"),
            Map.entry("monteclora_config", "random factors"));

    /** Ways to draw first values that leave the base alone; the others move a part of the base into the adapter. */
    private static final Set<String> HARMLESS_STARTS = Set.of("gaussian", "eva", "orthogonal", "true", "false");

    private final String base;
    private final int rank;
    private final double alpha;
    private final double dropout;
    private final boolean rankStabilised;
    private final boolean dora;
    private final ModuleSelection selection;
    private final Map<NamePattern, Double> ranks;
    private final Map<NamePattern, Double> alphas;

    private PeftConfig(JsonNode json) {
        this.base = json.path("base_model_name_or_path").asString("");
        this.rank = json.path("r").asInt(0);
        this.alpha = json.path("lora_alpha").asDouble(0);
        this.dropout = json.path("lora_dropout").asDouble(0);
        this.rankStabilised = json.path("use_rslora").asBoolean(false);
        this.dora = json.path("use_dora").asBoolean(false);
        this.selection = ModuleSelection.of(json);
        this.ranks = patterns(json, "rank_pattern");
        this.alphas = patterns(json, "alpha_pattern");
    }

    /** @throws AdapterException without the file's name, which the caller knows */
    static PeftConfig of(JsonNode json) {
        if (!json.path("peft_type").asString("").equals("LORA")) {
            throw new AdapterException("it is no LoRA adapter (peft_type is "
                    + json.path("peft_type").asString("missing") + ").");
        }
        for (String key : new TreeSet<>(UNKNOWN.keySet())) {
            JsonNode value = json.path(key);
            if (value.asBoolean(false) || value.isString() || !value.isEmpty()) {
                throw new AdapterException(
                        "it sets " + key + " (" + UNKNOWN.get(key) + "), which Cultivar cannot run.");
            }
        }
        String bias = json.path("bias").asString("none");
        if (!bias.equals("none")) {
            throw new AdapterException("it sets bias to " + bias
                    + " (biases of the base trained beside the adapter), which Cultivar cannot run.");
        }
        String start = json.path("init_lora_weights").asString("true");
        if (!HARMLESS_STARTS.contains(start)) {
            throw new AdapterException("it sets init_lora_weights to " + start
                    + ", which belongs to a changed base. Convert it to plain LoRA with PEFT's"
                    + " path_initial_model_for_weight_conversion.");
        }
        return new PeftConfig(json);
    }

    private static Map<NamePattern, Double> patterns(JsonNode json, String key) {
        Map<NamePattern, Double> patterns = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.path(key).properties()) {
            double value = entry.getValue().asDouble(0);
            if (!(value > 0)) {
                throw new AdapterException(key + " gives " + entry.getKey() + " no positive number.");
            }
            patterns.put(NamePattern.of("(?:.*\\.)?(?:" + entry.getKey() + ")"), value);
        }
        return patterns;
    }

    @Override
    public int rank(String path) {
        return (int) first(ranks, path, rank);
    }

    @Override
    public double alpha(String path) {
        return first(alphas, path, alpha);
    }

    private static double first(Map<NamePattern, Double> patterns, String path, double otherwise) {
        for (Map.Entry<NamePattern, Double> entry : patterns.entrySet()) {
            if (entry.getKey().matches(path)) {
                return entry.getValue();
            }
        }
        return otherwise;
    }

    /** The name of the base that the adapter was trained on, as its author wrote it; empty if there is none. */
    String base() {
        return base;
    }

    boolean dora() {
        return dora;
    }

    /** The modules of a decoder that carry LoRA, in the order of use. */
    List<LoraModule> modules(DecoderSpec spec) {
        List<LoraModule> modules = selection.modules(spec, this);
        if (modules.isEmpty()) {
            throw new AdapterException("its target_modules name nothing in this base model.");
        }
        return modules;
    }

    /** The adapter's shape, given the names of the modules that carry it. */
    LoraConfig config(Collection<String> moduleNames) {
        try {
            return new LoraConfig(rank, alpha, dropout, List.copyOf(moduleNames), rankStabilised, dora);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes what {@link #of} reads, in PEFT's own keys. */
    static ObjectNode json(JsonMapper mapper, LoraConfig config, List<LoraModule> modules, int layers, String base) {
        ObjectNode json = mapper.createObjectNode();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", base);
        json.put("r", config.rank());
        put(json, "lora_alpha", config.alpha());
        json.put("lora_dropout", config.dropout());
        ArrayNode targets = json.putArray("target_modules");
        targetNames(config, modules, layers).forEach(targets::add);
        ObjectNode ranks = json.putObject("rank_pattern");
        ObjectNode alphas = json.putObject("alpha_pattern");
        for (LoraModule module : modules) {
            if (module.rank() != config.rank()) {
                ranks.put(module.path(), module.rank());
            }
            if (module.alpha() != config.alpha()) {
                put(alphas, module.path(), module.alpha());
            }
        }
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.putNull("modules_to_save");
        json.put("use_rslora", config.rankStabilised());
        json.put("use_dora", config.dora());
        return json;
    }

    /** The modules' short names if every layer has them all, else their whole names. */
    private static List<String> targetNames(LoraConfig config, List<LoraModule> modules, int layers) {
        boolean everywhere = modules.size() == config.targetModules().size() * layers;
        Stream<String> names =
                everywhere ? config.targetModules().stream() : modules.stream().map(LoraModule::path);
        return names.collect(Collectors.toList());
    }

    private static void put(ObjectNode json, String key, double value) {
        if (value == Math.rint(value)) {
            json.put(key, (long) value);
        } else {
            json.put(key, value);
        }
    }
}
