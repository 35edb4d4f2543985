package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A check's results by row, and rows to check. */
final class Recorded implements QualitySink {
    final Map<Bytes32, EnumMap<Signal, Measurement>> values = new HashMap<>();
    final List<Cluster> clusters = new ArrayList<>();

    @Override
    public void signal(Bytes32 hash, Measurement value) {
        values.computeIfAbsent(hash, key -> new EnumMap<>(Signal.class)).put(value.signal(), value);
    }

    @Override
    public void cluster(Cluster cluster) {
        clusters.add(cluster);
    }

    static Recorded of(List<Contribution> training, List<Contribution> heldOut) {
        Recorded recorded = new Recorded();
        new QualityCheck().run(source(training, heldOut), recorded, QualityListener.NONE);
        return recorded;
    }

    Measurement value(Contribution row, Signal signal) {
        return Objects.requireNonNull(
                Objects.requireNonNull(values.get(row.contentHash())).get(signal));
    }

    /** The kind of the row's badge, empty where it has none. */
    String badge(Contribution row, Signal signal) {
        Badge badge = value(row, signal).badge();
        return badge == null ? "" : badge.kind();
    }

    static QualitySource source(List<Contribution> training, List<Contribution> heldOut) {
        return new QualitySource() {
            @Override
            public Stream<QualityRow> heldOut() {
                return heldOut.stream().map(row -> new QualityRow(row.contentHash(), row));
            }

            @Override
            public Stream<QualityRow> training() {
                return training.stream().map(row -> new QualityRow(row.contentHash(), row));
            }

            @Override
            public long total() {
                return (long) training.size() + heldOut.size();
            }
        };
    }

    static Contribution row(String question, String answer, String... tags) {
        return new Contribution(
                List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, answer)),
                EvmAddress.NOBODY,
                "CC0-1.0",
                "",
                "",
                List.of(tags));
    }
}
