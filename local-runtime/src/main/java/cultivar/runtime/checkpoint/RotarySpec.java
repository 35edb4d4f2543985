package cultivar.runtime.checkpoint;

import java.util.List;

/**
 * How positions turn queries and keys.
 *
 * @param dimensions how many values of a head are turned, from its first on
 * @param interleaved whether neighbours make a pair, rather than values half of {@code dimensions} apart
 * @param tables the frequencies in use; a layer names its own
 * @param growth how queries grow with their position
 */
public record RotarySpec(int dimensions, boolean interleaved, List<RopeSpec> tables, QueryGrowth growth) {
    public RotarySpec {
        tables = List.copyOf(tables);
    }

    /**
     * The length of a text beyond which some frequencies are others from its first position on, so that keys made
     * before are of no use; none if that never happens.
     */
    public int switchLength() {
        return tables.stream().mapToInt(RopeSpec::switchLength).min().orElse(Integer.MAX_VALUE);
    }

    /**
     * Queries of position {@code p} are multiplied by {@code 1 + rate * ln(1 + floor(p / length))}.
     *
     * @param rate 0 where queries do not grow
     */
    public record QueryGrowth(double rate, int length) {
        static final QueryGrowth NONE = new QueryGrowth(0, 1);

        public double factor(int position) {
            return 1 + rate * Math.log1p(Math.floorDiv(position, length));
        }
    }
}
