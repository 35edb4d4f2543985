package cultivar.runtime.checkpoint;

import java.util.List;

/**
 * How positions turn queries and keys.
 *
 * @param dimensions how many values of a head are turned, from its first on
 * @param interleaved whether neighbours make a pair, rather than values half of {@code dimensions} apart
 * @param tables the frequencies in use; a layer names its own
 */
public record RotarySpec(int dimensions, boolean interleaved, List<RopeSpec> tables) {
    public RotarySpec {
        tables = List.copyOf(tables);
    }
}
