package cultivar.runtime.llamacpp;

import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.gguf.GgmlType;
import cultivar.runtime.gguf.GgufFile;
import cultivar.runtime.gguf.GgufTensor;
import cultivar.runtime.gguf.GgufWriter;
import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.lora.LoraModule;
import cultivar.runtime.safetensors.HalfRange;
import cultivar.runtime.safetensors.Rows;
import cultivar.runtime.torch.Torch;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A LoRA adapter in a GGUF file, for llama.cpp to load beside its base. The file has one alpha, which is divided by each
 * module's rank; where a module's scale is another, the difference goes into B.
 */
public final class AdapterGguf {
    private static final String ALPHA = "adapter.lora.alpha";

    private final DecoderSpec spec;
    private final Architecture architecture;
    private final TensorLayout layout;
    private final List<String> warnings;

    /** @throws LlamaCppException if llama.cpp has no architecture that computes what the base does */
    public AdapterGguf(Checkpoint base) {
        this.spec = base.spec();
        this.architecture = Architectures.of(base.modelType());
        this.warnings = architecture.check(spec);
        this.layout = new TensorLayout(architecture, spec);
    }

    /** What llama.cpp does otherwise for some texts, a sentence each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Puts an adapter into a file in the making.
     *
     * @param name what people know the adapter by
     * @param type F32, F16 or BF16
     * @throws LlamaCppException if the adapter is more than LoRA
     */
    public void write(GgufWriter to, String name, GgmlType type, AdapterFile adapter) {
        LoraConfig config = adapter.config();
        if (config.dora()) {
            throw new LlamaCppException(
                    "llama.cpp has no adapters with DoRA. Export the adapter merged with its base.");
        }
        if (type.block() > 1) {
            throw new LlamaCppException(
                    "An adapter's matrices are too narrow for " + type + ". Choose f32, f16 or bf16.");
        }
        to.text("general.architecture", architecture.name());
        to.text("general.type", "adapter");
        to.text("general.name", name);
        to.text("adapter.type", "lora");
        to.real(ALPHA, config.alpha());
        for (LoraModule module : adapter.modules()) {
            float[] a = adapter.a(module);
            float[] b = adapter.b(module);
            double factor = config.scale(module) * module.rank() / config.alpha();
            if (factor != 1) {
                for (int i = 0; i < b.length; i++) {
                    b[i] = (float) (factor * b[i]);
                }
            }
            long rank = module.rank();
            Matrix first = new Matrix(a, a.length / module.rank());
            Matrix second = new Matrix(b, module.rank());
            String own = layout.module(module.path());
            add(to, nameA(own), type, List.of(rank, (long) first.columns()), first);
            add(to, nameB(own), type, List.of(second.rows(), rank), layout.turned(own, second, true));
        }
    }

    private static void add(GgufWriter to, String name, GgmlType type, List<Long> shape, Rows rows) {
        to.tensor(name, type, shape, type == GgmlType.F16 ? new HalfRange(name, rows) : rows);
    }

    /** The adapter of a file that was written for this base and these modules, as the engine runs it. */
    public LoraAdapter read(Torch torch, GgufFile file, AdapterFile origin) {
        double alpha = file.real(ALPHA).orElse(1.0);
        List<LoraModule> modules = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        for (LoraModule module : origin.modules()) {
            String own = layout.module(module.path());
            Rows a = rows(file, nameA(own));
            Rows b = layout.turned(own, rows(file, nameB(own)), false);
            values.add(all(a));
            values.add(all(b));
            modules.add(new LoraModule(module.layer(), module.name(), module.path(), b.columns(), alpha));
        }
        LoraConfig config =
                new LoraConfig(origin.config().rank(), alpha, 0, origin.config().targetModules());
        return LoraAdapter.of(torch, spec, config, modules, values);
    }

    private static Rows rows(GgufFile file, String name) {
        GgufTensor tensor = file.tensor(name);
        return file.rows(tensor);
    }

    private static float[] all(Rows rows) {
        float[] values = new float[Math.toIntExact(rows.rows() * rows.columns())];
        rows.readAll(MemorySegment.ofArray(values));
        return values;
    }

    private static String nameA(String module) {
        return module + ".weight.lora_a";
    }

    private static String nameB(String module) {
        return module + ".weight.lora_b";
    }

    private record Matrix(float[] values, int columns) implements Rows {
        @Override
        public long rows() {
            return values.length / columns;
        }

        @Override
        public void read(long row, float[] into) {
            System.arraycopy(values, (int) row * columns, into, 0, columns);
        }
    }
}
