package cultivar.runtime.lora;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.LoraLayout;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.torch.Torch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/** An adapter in memory: its configuration and its tensors, float32. */
public final class LoraAdapter implements AutoCloseable {
    private final LoraConfig config;
    private final List<LoraModule> modules;
    private final LoraTensors tensors;

    private LoraAdapter(LoraConfig config, List<LoraModule> modules, LoraTensors tensors) {
        this.config = config;
        this.modules = modules;
        this.tensors = tensors;
    }

    /**
     * A fresh adapter that changes nothing yet: A uniform in {@code +-1/sqrt(in)} (Kaiming with {@code a = sqrt 5}, as
     * PEFT draws it), B zero, magnitudes of DoRA the norms of the base's rows. The same seed gives the same values on
     * every machine.
     *
     * @throws AdapterException if the base lacks a target module
     */
    public static LoraAdapter fresh(Decoder decoder, LoraConfig wanted, long seed) {
        DecoderSpec spec = decoder.spec();
        LoraConfig config = wanted.on(spec);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<LoraModule> modules = config.modules(spec);
        List<float[]> values = new ArrayList<>();
        for (LoraModule module : modules) {
            int inputs = spec.inputs(module.name());
            int outputs = spec.outputs(module.name());
            double bound = 1 / Math.sqrt(inputs);
            float[] a = new float[module.rank() * inputs];
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) random.nextDouble(-bound, bound);
            }
            values.add(a);
            values.add(new float[outputs * module.rank()]);
            if (config.dora()) {
                values.add(new float[outputs]);
            }
        }
        LoraAdapter adapter = of(decoder, config, modules, values);
        adapter.tensors.startFromNorms();
        return adapter;
    }

    /** An adapter of given values: A and B for each module in turn, and its magnitudes with DoRA; row-major. */
    public static LoraAdapter of(Decoder decoder, LoraConfig config, List<LoraModule> modules, List<float[]> values) {
        LoraAdapter adapter = of(decoder.torch(), decoder.spec(), config, modules, values);
        decoder.measure(adapter.tensors);
        return adapter;
    }

    /** The same for a decoder to be; one with DoRA is of use only after {@link Decoder#measure}. */
    public static LoraAdapter of(
            Torch torch, DecoderSpec spec, LoraConfig config, List<LoraModule> modules, List<float[]> values) {
        return over(
                torch, spec, config, modules, values.stream().map(Torch::direct).toList());
    }

    /**
     * The same over memory that a processor computes with as it is, so that it must stay until this is closed; a card gets a
     * copy.
     *
     * @param values direct and in the machine's byte order
     */
    static LoraAdapter over(
            Torch torch, DecoderSpec spec, LoraConfig config, List<LoraModule> modules, List<ByteBuffer> values) {
        PtNDManager owner = torch.scope();
        List<PtNDArray> arrays = new ArrayList<>();
        List<Double> scales = new ArrayList<>();
        int at = 0;
        for (LoraModule module : modules) {
            int outputs = spec.outputs(module.name());
            arrays.add(Torch.floats(owner, values.get(at++), module.rank(), spec.inputs(module.name())));
            arrays.add(Torch.floats(owner, values.get(at++), outputs, module.rank()));
            if (config.dora()) {
                arrays.add(Torch.floats(owner, values.get(at++), outputs));
            }
            scales.add(config.scale(module));
        }
        LoraLayout layout = layout(config, modules, spec.layers());
        return new LoraAdapter(config, modules, new LoraTensors(owner, layout, arrays, scales));
    }

    /** Modules as the decoder takes them. */
    static LoraLayout layout(LoraConfig config, List<LoraModule> modules, int layers) {
        List<List<String>> names = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            names.add(new ArrayList<>());
        }
        modules.forEach(module -> names.get(module.layer()).add(module.name()));
        return new LoraLayout(names, config.dora());
    }

    public LoraConfig config() {
        return config;
    }

    /** The tensors as the decoder takes them. */
    public LoraTensors tensors() {
        return tensors;
    }

    /** The modules that carry it, layer by layer in the order of use, each with its rank and alpha. */
    public List<LoraModule> modules() {
        return modules;
    }

    /** The tensors' names in a PEFT file, in the order of {@link #tensors()}. */
    List<String> names() {
        return names(config, modules);
    }

    static List<String> names(LoraConfig config, List<LoraModule> modules) {
        return modules.stream()
                .flatMap(module -> config.dora()
                        ? Stream.of(module.tensorA(), module.tensorB(), module.tensorMagnitude())
                        : Stream.of(module.tensorA(), module.tensorB()))
                .toList();
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
