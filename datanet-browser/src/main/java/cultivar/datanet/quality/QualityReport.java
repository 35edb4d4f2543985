package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** A sink that keeps counts, the worst rows of each kind of badge, and the largest clusters. */
public final class QualityReport implements QualitySink {
    private static final Comparator<Example> WORST = Comparator.comparingDouble(
                    (Example example) -> example.value().value())
            .thenComparing(example -> example.contentHash().hex(), Comparator.reverseOrder());
    private static final Comparator<Cluster> LARGEST = Comparator.comparingInt(
                    (Cluster cluster) -> cluster.rows().size())
            .thenComparing(cluster -> cluster.rows().getFirst().hex(), Comparator.reverseOrder());

    private final int kept;
    private final EnumMap<Signal, Map<String, Kind>> kinds = new EnumMap<>(Signal.class);
    private final EnumMap<Signal, Range> ranges = new EnumMap<>(Signal.class);
    private final PriorityQueue<Cluster> largest = new PriorityQueue<>(LARGEST);
    private long clusters;
    private long clustered;

    /** A row and what is the matter with it. */
    public record Example(Bytes32 contentHash, Measurement value) {}

    /**
     * Badges of one kind.
     *
     * @param worst the rows with the highest values, highest first
     */
    public record Badges(Signal signal, String kind, long rows, List<Example> worst) {}

    /**
     * The values of one signal.
     *
     * @param rows how many rows have a value
     */
    public record Range(long rows, double lowest, double mean, double highest) {}

    private static final class Kind {
        private final PriorityQueue<Example> worst = new PriorityQueue<>(WORST);
        private long rows;
    }

    /** @param kept how many of the worst rows of a kind, and of the largest clusters, are kept */
    public QualityReport(int kept) {
        this.kept = kept;
    }

    @Override
    public void signal(Bytes32 contentHash, Measurement value) {
        ranges.merge(
                value.signal(), new Range(1, value.value(), value.value(), value.value()), QualityReport::together);
        Badge badge = value.badge();
        if (badge != null) {
            Kind kind = kinds.computeIfAbsent(value.signal(), signal -> new TreeMap<>())
                    .computeIfAbsent(badge.kind(), name -> new Kind());
            kind.rows++;
            kind.worst.add(new Example(contentHash, value));
            if (kind.worst.size() > kept) {
                kind.worst.remove();
            }
        }
    }

    @Override
    public void cluster(Cluster cluster) {
        clusters++;
        clustered += cluster.rows().size();
        largest.add(cluster);
        if (largest.size() > kept) {
            largest.remove();
        }
    }

    /** Every kind of badge that some row bears, in the order of the signals. */
    public List<Badges> badges() {
        List<Badges> all = new ArrayList<>();
        kinds.forEach((signal, byName) -> byName.forEach((name, kind) -> all.add(new Badges(
                signal,
                name,
                kind.rows,
                kind.worst.stream().sorted(WORST.reversed()).toList()))));
        return List.copyOf(all);
    }

    /** The values of each signal that was told. */
    public Map<Signal, Range> ranges() {
        return Map.copyOf(ranges);
    }

    /** How many clusters there are. */
    public long clusters() {
        return clusters;
    }

    /** How many rows are in clusters. */
    public long clustered() {
        return clustered;
    }

    /** The clusters of the most rows, largest first. */
    public List<Cluster> largest() {
        return largest.stream().sorted(LARGEST.reversed()).toList();
    }

    private static Range together(Range one, Range other) {
        long rows = one.rows() + other.rows();
        return new Range(
                rows,
                Math.min(one.lowest(), other.lowest()),
                (one.mean() * one.rows() + other.mean() * other.rows()) / rows,
                Math.max(one.highest(), other.highest()));
    }
}
