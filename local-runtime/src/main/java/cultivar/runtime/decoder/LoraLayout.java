package cultivar.runtime.decoder;

import java.util.ArrayList;
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

    /** The modules that any of some layouts has, without DoRA. */
    static LoraLayout union(int layers, List<LoraLayout> layouts) {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            int layer = i;
            all.add(layouts.stream()
                    .flatMap(layout -> layout.layers().get(layer).stream())
                    .distinct()
                    .toList());
        }
        return new LoraLayout(all, false);
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
