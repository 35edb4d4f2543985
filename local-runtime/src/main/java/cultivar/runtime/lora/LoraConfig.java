package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;
import java.util.List;

/**
 * The shape of a LoRA adapter: {@code y = W x + alpha / rank * B A x} on each target module.
 *
 * @param rank rows of A
 * @param alpha numerator of the scale
 * @param dropout share of the input to A that is dropped in training
 * @param targetModules linear modules that carry it, in the order of {@link DecoderSpec#LINEAR_MODULES}
 */
public record LoraConfig(int rank, double alpha, double dropout, List<String> targetModules) {
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
        for (String module : targetModules) {
            if (!DecoderSpec.LINEAR_MODULES.contains(module)) {
                throw new IllegalArgumentException("The target module " + module + " is not known; choose among "
                        + String.join(", ", DecoderSpec.LINEAR_MODULES) + ".");
            }
        }
        if (targetModules.isEmpty()) {
            throw new IllegalArgumentException("At least one target module is needed.");
        }
        targetModules = DecoderSpec.LINEAR_MODULES.stream()
                .filter(targetModules::contains)
                .toList();
    }

    /** LoRA on all linear modules with {@code alpha = 2 rank}. */
    public static LoraConfig allLinear(int rank) {
        return new LoraConfig(rank, 2.0 * rank, 0, DecoderSpec.LINEAR_MODULES);
    }

    /** The factor on {@code B A x}. */
    public double scale() {
        return alpha / rank;
    }
}
