package cultivar.runtime.lora;

import ai.djl.pytorch.engine.PtNDArray;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.safetensors.TensorInfo;
import cultivar.runtime.torch.Torch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes adapters as PEFT keeps them: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public final class PeftFolder {
    static final String CONFIG = "adapter_config.json";
    static final String WEIGHTS = "adapter_model.safetensors";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PeftFolder() {}

    /** Whether a folder holds an adapter. */
    public static boolean isAdapter(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG)) && Files.isRegularFile(folder.resolve(WEIGHTS));
    }

    /** Loads an adapter for a decoder; an {@link AdapterException} says what is damaged or does not fit. */
    public static LoraAdapter load(Torch torch, DecoderSpec spec, Path folder) {
        LoraConfig config = readConfig(folder);
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
            List<String> names = LoraAdapter.names(spec, config);
            refuseStrangers(folder, file, Set.copyOf(names));
            List<float[]> values = new ArrayList<>();
            int at = 0;
            for (int layer = 0; layer < spec.layers(); layer++) {
                for (String module : config.targetModules()) {
                    values.add(read(folder, file, names.get(at++), config.rank(), spec.inputs(module)));
                    values.add(read(folder, file, names.get(at++), spec.outputs(module), config.rank()));
                }
            }
            return LoraAdapter.of(torch, spec, config, values);
        } catch (SafetensorsException e) {
            throw new AdapterException(String.valueOf(e.getMessage()), e);
        }
    }

    private static float[] read(Path folder, SafetensorsFile file, String name, long rows, long columns) {
        TensorInfo tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new AdapterException("The adapter in " + folder + " lacks the tensor " + name
                    + ": it is incomplete or was trained on another base model.");
        }
        if (!tensor.shape().equals(List.of(rows, columns))) {
            throw new AdapterException("The adapter in " + folder + " was trained on another base model: its tensor "
                    + name + " has the shape " + tensor.shape() + " where this base needs "
                    + List.of(rows, columns) + ".");
        }
        FloatBuffer floats = file.floats(tensor).asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    private static void refuseStrangers(Path folder, SafetensorsFile file, Set<String> known) {
        for (String name : file.tensors().keySet()) {
            if (!known.contains(name)) {
                throw new AdapterException("The adapter in " + folder + " holds the tensor " + name
                        + ", which this base model has no place for: it was trained on another base.");
            }
        }
    }

    private static LoraConfig readConfig(Path folder) {
        Path file = folder.resolve(CONFIG);
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new AdapterException(folder + " holds no adapter (" + CONFIG + " is missing or unreadable).", e);
        } catch (JacksonException e) {
            throw new AdapterException(file + " is not valid JSON.", e);
        }
        if (!json.path("peft_type").asString("").equals("LORA")) {
            throw new AdapterException(file + " is no LoRA adapter (peft_type is "
                    + json.path("peft_type").asString("missing") + ").");
        }
        for (String key : List.of("use_dora", "use_rslora", "fan_in_fan_out", "lora_bias")) {
            if (json.path(key).asBoolean(false)) {
                throw new AdapterException(file + " sets " + key + ", which Cultivar cannot run yet.");
            }
        }
        for (String key : List.of("rank_pattern", "alpha_pattern", "modules_to_save", "layers_to_transform")) {
            if (!json.path(key).isEmpty()) {
                throw new AdapterException(file + " sets " + key + ", which Cultivar cannot run yet.");
            }
        }
        List<String> targets = new ArrayList<>();
        if (json.path("target_modules").asString("").equals("all-linear")) {
            targets.addAll(DecoderSpec.LINEAR_MODULES);
        } else {
            json.path("target_modules").forEach(target -> targets.add(target.asString("")));
        }
        try {
            return new LoraConfig(
                    json.path("r").asInt(0),
                    json.path("lora_alpha").asDouble(0),
                    json.path("lora_dropout").asDouble(0),
                    targets);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes an adapter into a folder, each file moved into its place whole; the folder is made if need be. */
    public static void write(LoraAdapter adapter, String base, Path folder) throws IOException {
        Files.createDirectories(folder);
        SafetensorsWriter writer = new SafetensorsWriter();
        List<PtNDArray> tensors = adapter.tensors().tensors();
        for (int i = 0; i < tensors.size(); i++) {
            PtNDArray tensor = tensors.get(i);
            writer.add(
                    adapter.names().get(i),
                    DType.F32,
                    tensor.getShape().getShape(),
                    FloatBuffer.wrap(tensor.toFloatArray()));
        }
        writer.write(folder.resolve(WEIGHTS));
        Path config = folder.resolve(CONFIG);
        Path temporary = folder.resolve(CONFIG + ".tmp");
        Files.writeString(temporary, JSON.writeValueAsString(configJson(adapter.config(), base)) + "\n");
        Files.move(temporary, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ObjectNode configJson(LoraConfig config, String base) {
        ObjectNode json = JSON.createObjectNode();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", base);
        json.put("r", config.rank());
        if (config.alpha() == Math.rint(config.alpha())) {
            json.put("lora_alpha", (long) config.alpha());
        } else {
            json.put("lora_alpha", config.alpha());
        }
        json.put("lora_dropout", config.dropout());
        ArrayNode targets = json.putArray("target_modules");
        config.targetModules().forEach(targets::add);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.putNull("modules_to_save");
        json.put("use_rslora", false);
        json.put("use_dora", false);
        return json;
    }
}
