package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a LoRA adapter: {@code y = W x + s B A x} on each target module, with {@code s = alpha / rank}. Single
 * modules of an adapter may have another rank and alpha, see {@link LoraModule}.
 *
 * @param rank rows of A
 * @param alpha numerator of the scale
 * @param dropout share of the input to A that is dropped in training
 * @param targetModules names of linear modules that carry it, or {@link #ALL_LINEAR} alone until a base is chosen
 * @param rankStabilised whether {@code s = alpha / sqrt(rank)} instead (Kalajdzievski 2023, "rsLoRA")
 * @param dora whether each row of {@code W + s B A} is brought to a learnt length (Liu and others 2024, "DoRA")
 */
public record LoraConfig(
        int rank, double alpha, double dropout, List<String> targetModules, boolean rankStabilised, boolean dora) {
    /** Stands for every linear module of whatever base it will be. */
    public static final String ALL_LINEAR = "all-linear";

    public LoraConfig {
        if (rank < 1) {
            throw new IllegalArgumentException("The rank must be at least 1, not " + rank + ".");
        }
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("Alpha must be above 0, not " + alpha + ".");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("Dropout must be at least 0 and below 1, not " + dropout + ".");
        }
        if (targetModules.isEmpty()) {
            throw new IllegalArgumentException("At least one target module is needed.");
        }
        targetModules = List.copyOf(targetModules);
    }

    /** Plain LoRA. */
    public LoraConfig(int rank, double alpha, double dropout, List<String> targetModules) {
        this(rank, alpha, dropout, targetModules, false, false);
    }

    /** LoRA on all linear modules with {@code alpha = 2 rank}. */
    public static LoraConfig allLinear(int rank) {
        return new LoraConfig(rank, 2.0 * rank, 0, List.of(ALL_LINEAR));
    }

    /** The factor on {@code B A x} of a module. */
    public double scale(LoraModule module) {
        return module.alpha() / (rankStabilised ? Math.sqrt(module.rank()) : module.rank());
    }

    /**
     * The same on a base: its modules by name, in the order in which a layer uses them.
     *
     * @throws AdapterException if the base has no module of a name
     */
    public LoraConfig on(DecoderSpec base) {
        List<String> known = base.modules();
        boolean all = targetModules.equals(List.of(ALL_LINEAR));
        for (String module : targetModules) {
            if (!all && !known.contains(module)) {
                throw new AdapterException("The base model has no linear module " + module + " for the adapter; it has "
                        + String.join(", ", known) + ".");
            }
        }
        List<String> chosen = known.stream()
                .filter(name -> all || targetModules.contains(name))
                .toList();
        return new LoraConfig(rank, alpha, dropout, chosen, rankStabilised, dora);
    }

    /** The target modules of every layer, all of this rank and alpha, in the order of use. */
    public List<LoraModule> modules(DecoderSpec spec) {
        List<LoraModule> modules = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            for (String name : on(spec).targetModules()) {
                modules.add(LoraModule.of(spec, layer, name, rank, alpha));
            }
        }
        return List.copyOf(modules);
    }

    /** How many numbers of an adapter of this shape learn on a base, magnitudes left out. */
    public long parameters(DecoderSpec spec) {
        return modules(spec).stream()
                .mapToLong(module -> {
                    String name = module.path().substring(module.path().lastIndexOf('.') + 1);
                    return (long) module.rank() * (spec.inputs(name) + spec.outputs(name));
                })
                .sum();
    }
}
