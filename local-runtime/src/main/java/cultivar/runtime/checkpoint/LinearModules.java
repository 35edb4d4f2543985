package cultivar.runtime.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The names of linear modules over all families, for choices that are made before the base model is open. */
public final class LinearModules {
    /** In the order in which a layer uses them. */
    public static final List<String> KNOWN = List.of(
            "q_proj",
            "k_proj",
            "v_proj",
            "qkv_proj",
            "o_proj",
            "dense",
            "gate_proj",
            "up_proj",
            "gate_up_proj",
            "fc1",
            "c_fc",
            "down_proj",
            "fc2",
            "c_proj");

    private LinearModules() {}

    /** Names, each once, in the order of {@link #KNOWN}; others come last. */
    public static List<String> inOrder(Collection<String> names) {
        return Stream.concat(KNOWN.stream().filter(names::contains), names.stream())
                .distinct()
                .toList();
    }
}
