package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.decoder.LoraLayout;
import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An open PEFT folder: which modules it changes and their values, read from the mapped file when they are asked for. It
 * was checked to fit the base: every tensor is there, of the right shape, and there are no others.
 */
public final class AdapterFile implements AutoCloseable {
    private final SafetensorsFile file;
    private final LoraConfig config;
    private final List<LoraModule> modules;
    private final int layers;

    private AdapterFile(SafetensorsFile file, LoraConfig config, List<LoraModule> modules, int layers) {
        this.layers = layers;
        this.file = file;
        this.config = config;
        this.modules = modules;
    }

    /** Opens a folder; an {@link AdapterException} says what is damaged or does not fit the base. */
    public static AdapterFile open(Path folder, DecoderSpec spec) {
        PeftConfig peft = PeftFolder.readConfig(folder);
        List<LoraModule> modules;
        LoraConfig config;
        try {
            modules = peft.modules(spec);
            config = peft.config(
                    modules.stream().map(LoraModule::name).distinct().toList());
        } catch (AdapterException e) {
            throw PeftFolder.about(folder, e);
        }
        SafetensorsFile file;
        try {
            file = SafetensorsFile.open(folder.resolve(PeftFolder.WEIGHTS));
        } catch (SafetensorsException e) {
            throw new AdapterException(String.valueOf(e.getMessage()), e);
        }
        try {
            check(folder, file, spec, config, modules);
        } catch (AdapterException e) {
            file.close();
            throw e;
        }
        return new AdapterFile(file, config, modules, spec.layers());
    }

    private static void check(
            Path folder, SafetensorsFile file, DecoderSpec spec, LoraConfig config, List<LoraModule> modules) {
        Set<String> strangers = new HashSet<>(file.tensors().keySet());
        for (LoraModule module : modules) {
            long outputs = spec.outputs(module.name());
            check(folder, file, module.tensorA(), List.of((long) module.rank(), (long) spec.inputs(module.name())));
            check(folder, file, module.tensorB(), List.of(outputs, (long) module.rank()));
            strangers.remove(module.tensorA());
            strangers.remove(module.tensorB());
            if (config.dora()) {
                check(folder, file, module.tensorMagnitude(), List.of(outputs));
                strangers.remove(module.tensorMagnitude());
            }
        }
        if (!strangers.isEmpty()) {
            throw new AdapterException("The adapter in " + folder + " holds the tensor "
                    + strangers.stream().sorted().findFirst().orElseThrow()
                    + ", which this base model has no place for: it was trained on another base.");
        }
    }

    private static void check(Path folder, SafetensorsFile file, String name, List<Long> shape) {
        TensorInfo tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new AdapterException("The adapter in " + folder + " lacks the tensor " + name
                    + ": it is incomplete or was trained on another base model.");
        }
        if (!tensor.shape().equals(shape)) {
            throw new AdapterException("The adapter in " + folder + " was trained on another base model: its tensor "
                    + name + " has the shape " + tensor.shape() + " where this base needs " + shape + ".");
        }
        if (!tensor.dtype().isFloating()) {
            throw new AdapterException("The adapter in " + folder + " stores the tensor " + name + " as "
                    + tensor.dtype() + "; float32, float16 or bfloat16 is needed.");
        }
    }

    public LoraConfig config() {
        return config;
    }

    /** The stored tensors. */
    public List<TensorInfo> tensors() {
        return List.copyOf(file.tensors().values());
    }

    /** The modules that carry LoRA, layer by layer in the order of use. */
    public List<LoraModule> modules() {
        return modules;
    }

    /** The same as the decoder takes them. */
    public LoraLayout layout() {
        return LoraAdapter.layout(config, modules, layers);
    }

    /** A, {@code [rank, inputs]}, row-major. */
    public float[] a(LoraModule module) {
        return values(module.tensorA());
    }

    /** B, {@code [outputs, rank]}, row-major. */
    public float[] b(LoraModule module) {
        return values(module.tensorB());
    }

    /** The learnt length of each row of the merged weight, {@code [outputs]}; only DoRA has it. */
    public float[] magnitude(LoraModule module) {
        return values(module.tensorMagnitude());
    }

    /** Names of all tensors, module by module: A, B, and the magnitudes of DoRA. */
    List<String> names() {
        return LoraAdapter.names(config, modules);
    }

    /** Bytes of all values as float32. */
    public long floatBytes() {
        return 4
                * names().stream()
                        .mapToLong(name -> file.tensor(name).elements())
                        .sum();
    }

    long elements(String name) {
        return file.tensor(name).elements();
    }

    /** Writes a tensor's values as float32 into memory of the right size. */
    void widen(String name, MemorySegment floats) {
        file.widen(file.tensor(name), floats);
    }

    private float[] values(String name) {
        FloatBuffer floats = file.floats(file.tensor(name)).asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    @Override
    public void close() {
        file.close();
    }
}
