package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Which linear modules of which layers carry LoRA; an adapter's tensors lie in this order.
 *
 * @param layers for each layer its modules, in the order of use inside a layer; empty where a layer has none
 * @param dora whether each module brings its rows to a learnt length
 */
public record LoraLayout(List<List<String>> layers, boolean dora) {
    public LoraLayout {
        layers = layers.stream().map(List::copyOf).toList();
    }

    /** The same modules in every layer. */
    public static LoraLayout uniform(int layers, List<String> modules) {
        return new LoraLayout(Collections.nCopies(layers, modules), false);
    }

    /** The modules that any of some layouts has, without DoRA, in whatever order the layouts come. */
    static LoraLayout union(DecoderSpec spec, Collection<LoraLayout> layouts) {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < spec.layers(); i++) {
            int layer = i;
            all.add(spec.modules().stream()
                    .filter(module -> layouts.stream()
                            .anyMatch(layout -> layout.layers().get(layer).contains(module)))
                    .toList());
        }
        return new LoraLayout(all, false);
    }

    /**
     * The same with all modules that read what one of them reads, since a batch computes these together: what is
     * different only in them is one layout there.
     */
    LoraLayout widened(DecoderSpec spec) {
        List<List<Linear>> groups = BatchSource.groups(spec);
        return new LoraLayout(
                layers.stream()
                        .map(modules -> JoinedLora.touched(groups, modules).stream()
                                .flatMap(List::stream)
                                .map(Linear::module)
                                .toList())
                        .toList(),
                dora);
    }

    /** Number of modules that carry LoRA. */
    public int modules() {
        return before(layers.size());
    }

    /** Tensors of a module that can learn: A and B, and with DoRA the lengths of rows. */
    public int tensorsPerModule() {
        return dora ? 3 : 2;
    }

    /** Tensors of a module that are given: its scale, and with DoRA the present lengths of rows. */
    int givenPerModule() {
        return dora ? 2 : 1;
    }

    /** Number of modules that carry LoRA in the layers before a layer. */
    int before(int layer) {
        return layers.subList(0, layer).stream().mapToInt(List::size).sum();
    }

    /** The different sets of modules that layers carry, each once. */
    List<List<String>> kinds() {
        return layers.stream().distinct().toList();
    }
}
