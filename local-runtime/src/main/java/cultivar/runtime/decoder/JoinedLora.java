package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.List;

/** Adds to the outputs of linear maps that read one input while they lie end to end. */
abstract class JoinedLora implements AddedLora {
    private final List<String> targets;
    private final List<List<Linear>> touched;

    /**
     * @param groups a layer's linear maps by the input that they read
     * @param targets the modules of the layer that some adapter changes
     */
    JoinedLora(List<List<Linear>> groups, List<String> targets) {
        this.targets = targets;
        this.touched = touched(groups, targets);
    }

    /** The groups that some adapter changes. */
    static List<List<Linear>> touched(List<List<Linear>> groups, List<String> targets) {
        return groups.stream()
                .filter(group -> group.stream().anyMatch(linear -> targets.contains(linear.module())))
                .toList();
    }

    /** The same of this layer. */
    final List<List<Linear>> touched() {
        return touched;
    }

    @Override
    public final boolean touches(Linear linear) {
        return targets.contains(linear.module());
    }

    @Override
    public final boolean joins(List<Linear> linears) {
        return linears.stream().anyMatch(this::touches);
    }

    /** Nothing is left to add: all has been while the outputs lay end to end. */
    @Override
    public final void add(List<String> names, String input, List<Linear> linears) {}

    @Override
    public abstract void addJoined(String joined, String input, List<Linear> linears);
}
