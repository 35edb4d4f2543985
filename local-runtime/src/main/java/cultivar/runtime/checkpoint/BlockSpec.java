package cultivar.runtime.checkpoint;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a layer normalises, by the names of its norms, and how its two parts follow each other. An absent norm is none.
 *
 * @param parallel whether attention and MLP read the same input and are added together, rather than one after the other
 * @param attentionIn the norm before attention; of a parallel layer without {@code mlpIn} also before the MLP
 * @param attentionOut the norm of what attention adds
 * @param mlpIn the norm before the MLP
 * @param mlpOut the norm of what the MLP adds
 */
public record BlockSpec(
        boolean parallel,
        @Nullable String attentionIn,
        @Nullable String attentionOut,
        @Nullable String mlpIn,
        @Nullable String mlpOut) {

    /** A norm before each part, under Llama's names. */
    static final BlockSpec PRE = new BlockSpec(false, "input_layernorm", null, "post_attention_layernorm", null);

    /** One norm before both parts at once. */
    static final BlockSpec PARALLEL = new BlockSpec(true, "input_layernorm", null, null, null);

    /** The names of the norms in the order of use. */
    public List<String> norms() {
        return Stream.of(attentionIn, attentionOut, mlpIn, mlpOut)
                .filter(Objects::nonNull)
                .map(String.class::cast)
                .toList();
    }
}
