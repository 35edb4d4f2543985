package cultivar.runtime.lora;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** An adapter in memory: its configuration and its tensors, float32. */
public final class LoraAdapter implements AutoCloseable {
    private final LoraConfig config;
    private final LoraTensors tensors;
    private final List<String> names;

    private LoraAdapter(LoraConfig config, LoraTensors tensors, List<String> names) {
        this.config = config;
        this.tensors = tensors;
        this.names = names;
    }

    /**
     * A fresh adapter that changes nothing yet: A uniform in {@code +-1/sqrt(in)} (Kaiming with {@code a = sqrt 5}, as
     * PEFT draws it), B zero. The same seed gives the same values on every machine.
     */
    public static LoraAdapter fresh(Torch torch, DecoderSpec spec, LoraConfig config, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<float[]> values = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            for (String module : config.targetModules()) {
                double bound = 1 / Math.sqrt(spec.inputs(module));
                float[] a = new float[config.rank() * spec.inputs(module)];
                for (int i = 0; i < a.length; i++) {
                    a[i] = (float) random.nextDouble(-bound, bound);
                }
                values.add(a);
                values.add(new float[spec.outputs(module) * config.rank()]);
            }
        }
        return of(torch, spec, config, values);
    }

    /** An adapter of given values: A and B for each layer and target in turn, row-major. */
    static LoraAdapter of(Torch torch, DecoderSpec spec, LoraConfig config, List<float[]> values) {
        PtNDManager owner = torch.scope();
        List<PtNDArray> arrays = new ArrayList<>();
        List<String> names = names(spec, config);
        int at = 0;
        for (int layer = 0; layer < spec.layers(); layer++) {
            for (String module : config.targetModules()) {
                arrays.add(Torch.floats(owner, values.get(at++), config.rank(), spec.inputs(module)));
                arrays.add(Torch.floats(owner, values.get(at++), spec.outputs(module), config.rank()));
            }
        }
        return new LoraAdapter(config, new LoraTensors(owner, config.targetModules(), arrays, config.scale()), names);
    }

    /** The tensors' names in a PEFT file, in the order of {@link #tensors()}. */
    static List<String> names(DecoderSpec spec, LoraConfig config) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            for (String module : config.targetModules()) {
                String path = "base_model.model.model.layers." + layer + "." + DecoderSpec.path(module);
                names.add(path + ".lora_A.weight");
                names.add(path + ".lora_B.weight");
            }
        }
        return List.copyOf(names);
    }

    public LoraConfig config() {
        return config;
    }

    /** The tensors as the decoder takes them. */
    public LoraTensors tensors() {
        return tensors;
    }

    List<String> names() {
        return names;
    }

    /** Number of values. */
    public long parameters() {
        return tensors.tensors().stream().mapToLong(PtNDArray::size).sum();
    }

    @Override
    public void close() {
        tensors.close();
    }
}
