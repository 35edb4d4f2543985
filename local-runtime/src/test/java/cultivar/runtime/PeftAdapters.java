package cultivar.runtime;

import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.safetensors.TensorInfo;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Writes PEFT folders for {@link TinyModel} with random values, as somebody else's program would. */
public final class PeftAdapters {
    /** Outputs and inputs. */
    private static final Map<String, List<Integer>> SIZES_OF_ATTENTION = Map.of(
            "q_proj", List.of(32, 32), "k_proj", List.of(16, 32), "v_proj", List.of(16, 32), "o_proj", List.of(32, 32));

    private static final Map<String, List<Integer>> SIZES_OF_MLP =
            Map.of("gate_proj", List.of(48, 32), "up_proj", List.of(48, 32), "down_proj", List.of(32, 48));

    private final Map<String, Module> modules = new LinkedHashMap<>();
    private final Random random;

    /** Values of one module, row-major; {@code magnitude} is empty without DoRA. */
    record Module(int rank, double scale, float[] a, float[] b, float[] magnitude) {}

    public PeftAdapters() {
        this(11);
    }

    /** Those of one seed are alike. */
    public PeftAdapters(long seed) {
        random = new Random(seed);
    }

    /**
     * Adds a module.
     *
     * @param scale what the configuration is expected to mean for it
     */
    public PeftAdapters with(int layer, String module, int rank, double scale) {
        return with(layer, module, rank, scale, false);
    }

    PeftAdapters with(int layer, String module, int rank, double scale, boolean dora) {
        int outputs = size(module, 0);
        float[] magnitude = new float[dora ? outputs : 0];
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = 0.5f + random.nextFloat();
        }
        modules.put(
                path(layer, module),
                new Module(rank, scale, values(rank * size(module, 1)), values(outputs * rank), magnitude));
        return this;
    }

    static String path(int layer, String module) {
        return "model.layers." + layer + (SIZES_OF_ATTENTION.containsKey(module) ? ".self_attn." : ".mlp.") + module;
    }

    private static int size(String module, int dimension) {
        return Objects.requireNonNull(SIZES_OF_ATTENTION.getOrDefault(module, SIZES_OF_MLP.get(module)))
                .get(dimension);
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.2 * random.nextGaussian());
        }
        return values;
    }

    /** @param config members of the configuration beside {@code peft_type}, without braces */
    public Path write(Path folder, String config) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("adapter_config.json"), "{\"peft_type\": \"LORA\", " + config + "}");
        SafetensorsWriter writer = new SafetensorsWriter();
        modules.forEach((path, module) -> {
            String prefix = "base_model.model." + path;
            add(writer, prefix + ".lora_A.weight", module.a(), module.rank(), module.a().length / module.rank());
            add(writer, prefix + ".lora_B.weight", module.b(), module.b().length / module.rank(), module.rank());
            if (module.magnitude().length > 0) {
                add(writer, prefix + ".lora_magnitude_vector", module.magnitude(), module.magnitude().length);
            }
        });
        writer.write(folder.resolve("adapter_model.safetensors"));
        return folder;
    }

    private static void add(SafetensorsWriter writer, String name, float[] values, long... shape) {
        writer.add(name, DType.F32, shape, FloatBuffer.wrap(values));
    }

    /** {@link TinyModel} with the adapter added to its weights in float64, by the formulae of the papers. */
    Path writeMerged(Path base, Path folder) throws IOException {
        TinyModel.write(folder);
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile file = SafetensorsFile.open(base.resolve("model.safetensors"))) {
            for (TensorInfo tensor : file.tensors().values()) {
                float[] values = new float[(int) tensor.elements()];
                file.floats(tensor).asFloatBuffer().get(values);
                Module module = modules.get(tensor.name().replace(".weight", ""));
                if (module != null) {
                    merge(values, module);
                }
                long[] shape =
                        tensor.shape().stream().mapToLong(Long::longValue).toArray();
                writer.add(tensor.name(), DType.F32, shape, FloatBuffer.wrap(values));
            }
        }
        writer.write(folder.resolve("model.safetensors"));
        return folder;
    }

    private static void merge(float[] weight, Module module) {
        int inputs = module.a().length / module.rank();
        int outputs = module.b().length / module.rank();
        for (int row = 0; row < outputs; row++) {
            double squares = 0;
            double[] merged = new double[inputs];
            for (int column = 0; column < inputs; column++) {
                double delta = 0;
                for (int k = 0; k < module.rank(); k++) {
                    delta += (double) module.b()[row * module.rank() + k] * module.a()[k * inputs + column];
                }
                merged[column] = weight[row * inputs + column] + module.scale() * delta;
                squares += merged[column] * merged[column];
            }
            double factor = module.magnitude().length == 0 ? 1 : module.magnitude()[row] / Math.sqrt(squares);
            for (int column = 0; column < inputs; column++) {
                weight[row * inputs + column] = (float) (factor * merged[column]);
            }
        }
    }
}
