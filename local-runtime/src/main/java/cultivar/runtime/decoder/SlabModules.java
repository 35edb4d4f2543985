package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which modules a batch's slabs have room for: those of all rows, and those of rows that left not long ago. To make slabs
 * anew takes as long as many steps with modules that are 0, so that a batch whose mix of adapters changes from step to step
 * keeps the slabs that do for all of them.
 */
final class SlabModules {
    /** So many steps after the last time, modules go that none of these steps wanted. */
    static final int STEPS = 256;

    private final DecoderSpec spec;
    /** The layouts of all adapters since modules went last. */
    private final Set<LoraLayout> wanted = new HashSet<>();

    private LoraLayout held;
    private int steps;

    SlabModules(DecoderSpec spec) {
        this.spec = spec;
        this.held = LoraLayout.uniform(spec.layers(), List.of());
    }

    /**
     * The modules for the next step.
     *
     * @param layouts of the rows' adapters, without DoRA
     */
    LoraLayout step(Collection<LoraLayout> layouts) {
        boolean more = wanted.addAll(layouts);
        if (steps == STEPS) {
            held = all(wanted);
            wanted.retainAll(layouts);
            steps = 0;
        } else if (more) {
            List<LoraLayout> with = new ArrayList<>(layouts);
            with.add(held);
            held = all(with);
        }
        steps++;
        return held;
    }

    private LoraLayout all(Collection<LoraLayout> layouts) {
        return LoraLayout.union(spec, layouts).widened(spec);
    }
}
