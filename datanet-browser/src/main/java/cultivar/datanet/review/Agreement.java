package cultivar.datanet.review;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** How far people who sort the same things into categories agree, beyond what chance would do. */
public final class Agreement {
    private Agreement() {}

    /**
     * What two people said of the same things.
     *
     * @param counts by category: how often the one said the row's and the other the column's; square
     */
    public record Table(long[][] counts) {
        public Table {
            for (long[] row : counts) {
                if (row.length != counts.length) {
                    throw new IllegalArgumentException("The table of two reviewers is square");
                }
            }
        }

        /** How many things both spoke about. */
        public long size() {
            long size = 0;
            for (long[] row : counts) {
                for (long count : row) {
                    size += count;
                }
            }
            return size;
        }

        /** How often they said the same. */
        public long same() {
            long same = 0;
            for (int i = 0; i < counts.length; i++) {
                same += counts[i][i];
            }
            return same;
        }
    }

    /**
     * Cohen's kappa, (p_o - p_e) / (1 - p_e): p_o is the share on which both agree, p_e the sum over the categories of the
     * product of the shares that each puts there (J. Cohen, "A coefficient of agreement for nominal scales", Educational
     * and Psychological Measurement 20, 1960). 1 is full agreement, 0 what chance would do.
     *
     * @return empty where there is nothing to compare, or where both always say one and the same, so that chance alone
     *     would agree in full
     */
    public static OptionalDouble kappa(Table table) {
        double size = table.size();
        if (size == 0) {
            return OptionalDouble.empty();
        }
        long[][] counts = table.counts();
        double expected = 0;
        for (int i = 0; i < counts.length; i++) {
            long one = 0;
            long other = 0;
            for (int j = 0; j < counts.length; j++) {
                one += counts[i][j];
                other += counts[j][i];
            }
            expected += one / size * (other / size);
        }
        return 1 - expected < 1e-12
                ? OptionalDouble.empty()
                : OptionalDouble.of((table.same() / size - expected) / (1 - expected));
    }

    /**
     * Krippendorff's alpha for nominal data with any number of people, each of whom may leave things out: 1 - D_o / D_e,
     * by the matrix of coincidences (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section C).
     * With m values for a thing, each ordered pair of them adds 1 / (m - 1) to the matrix; things with fewer than two
     * values say nothing. For n_c values of category c among n: alpha = 1 - (n - 1) (n - sum of o_cc) / (n^2 - sum of
     * n_c^2).
     *
     * @param things what was said of each thing, in any order
     * @return empty where no thing has two values, or all values are one and the same
     */
    public static <C> OptionalDouble alpha(Iterable<? extends List<C>> things) {
        Map<C, Double> totals = new HashMap<>();
        double size = 0;
        double same = 0;
        for (List<C> values : things) {
            int said = values.size();
            if (said < 2) {
                continue;
            }
            Map<C, Integer> counts = new HashMap<>();
            values.forEach(value -> counts.merge(value, 1, Integer::sum));
            for (Map.Entry<C, Integer> count : counts.entrySet()) {
                double pairs = count.getValue() * (count.getValue() - 1.0);
                same += pairs / (said - 1);
                totals.merge(count.getKey(), (double) count.getValue(), Double::sum);
            }
            size += said;
        }
        double squares = 0;
        for (double total : totals.values()) {
            squares += total * total;
        }
        double expected = size * size - squares;
        return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (size - 1) * (size - same) / expected);
    }

    /** The names in their order, for a table of pairs. */
    static List<String> ordered(Set<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }
}
