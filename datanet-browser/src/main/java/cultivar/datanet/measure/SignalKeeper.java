package cultivar.datanet.measure;

import cultivar.datanet.Bytes32;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.SignalValue;
import cultivar.datanet.quality.Badge;
import cultivar.datanet.quality.Cluster;
import cultivar.datanet.quality.Measurement;
import cultivar.datanet.quality.QualitySink;
import cultivar.datanet.store.DatanetStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps in a store what a check measures, so that rows can be filtered by it, and hands everything on. A value takes the
 * place of the one that an earlier check has left. Closing it writes what is still waiting.
 */
public final class SignalKeeper implements QualitySink, AutoCloseable {
    private static final int BATCH = 10_000;

    private final DatanetStore store;
    private final QualitySink next;
    private final List<SignalValue> waiting = new ArrayList<>();
    private final List<List<Bytes32>> groups = new ArrayList<>();

    public SignalKeeper(DatanetStore store, QualitySink next) {
        this.store = store;
        this.next = next;
    }

    @Override
    public void signal(Bytes32 contentHash, Measurement value) {
        Badge badge = value.badge();
        waiting.add(new SignalValue(
                contentHash,
                new QualitySignal(
                        value.signal().id(), Integer.toString(value.signal().version())),
                value.value(),
                badge == null ? "" : badge.reason()));
        if (waiting.size() >= BATCH) {
            write();
        }
        next.signal(contentHash, value);
    }

    @Override
    public void cluster(Cluster cluster) {
        groups.add(cluster.rows());
        next.cluster(cluster);
    }

    /** Keeps the clusters as a datanet's groups of copies: all of them are known once its check has come to its end. */
    public void keepCopies(String datanet) {
        store.copies().put(datanet, groups);
    }

    private void write() {
        store.signals().put(waiting);
        waiting.clear();
    }

    @Override
    public void close() {
        if (!waiting.isEmpty()) {
            write();
        }
    }
}
