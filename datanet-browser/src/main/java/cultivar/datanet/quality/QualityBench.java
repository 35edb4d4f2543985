package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/** Measures the search for near copies on made-up rows of which some are planted copies of others. */
public final class QualityBench {
    private QualityBench() {}

    /**
     * What was measured.
     *
     * @param planted near copies among the rows; as many rows again are only related to another one
     * @param seconds of the whole search, the making of the rows included
     * @param recall the share of planted copies that are in one cluster with their original
     * @param precision the share of clustered rows, the first of each cluster aside, that are copies of that first one or
     *     of the same original
     * @param peakMib the highest heap use that was seen
     */
    public record Figures(long rows, long planted, double seconds, double recall, double precision, long peakMib) {}

    /**
     * Runs the search once.
     *
     * @param rows how many, from 1000 on
     * @param wanted the signals to compute; near copies are always among them
     */
    public static Figures run(int rows, long seed, Set<Signal> wanted, QualityListener listener) {
        PlantedRows planted = new PlantedRows(rows, seed);
        Judge judge = new Judge(planted);
        Set<Signal> signals = EnumSet.of(Signal.NEAR_DUPLICATE);
        signals.addAll(wanted);
        QualityCheck check = new QualityCheck(signals, QualityCheck.NEAR);
        long start = System.nanoTime();
        boolean whole = check.run(planted, judge, new PeakListener(listener, judge));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!whole) {
            throw new IllegalStateException("The measurement was stopped before its end");
        }
        return new Figures(
                rows,
                planted.copies(),
                seconds,
                (double) judge.found / planted.copies(),
                judge.clustered == 0 ? 1 : (double) judge.right / judge.clustered,
                judge.peak >> 20);
    }

    /** Compares clusters with what was planted. */
    private static final class Judge implements QualitySink {
        private final PlantedRows rows;
        private long found;
        private long right;
        private long clustered;
        private long peak;

        Judge(PlantedRows rows) {
            this.rows = rows;
        }

        @Override
        public void signal(Bytes32 contentHash, Measurement value) {}

        @Override
        public void cluster(Cluster cluster) {
            int[] members = cluster.rows().stream().mapToInt(Judge::number).toArray();
            int first = rows.original(members[0]);
            for (int i = 1; i < members.length; i++) {
                clustered++;
                right += rows.original(members[i]) == first ? 1 : 0;
            }
            for (int member : members) {
                int original = rows.original(member);
                for (int other : members) {
                    found += member != original && other == original ? 1 : 0;
                }
            }
        }

        private static int number(Bytes32 hash) {
            return ByteBuffer.wrap(hash.bytes()).getInt();
        }
    }

    private record PeakListener(QualityListener listener, Judge judge) implements QualityListener {
        @Override
        public void progress(QualityProgress progress) {
            Runtime runtime = Runtime.getRuntime();
            judge.peak = Math.max(judge.peak, runtime.totalMemory() - runtime.freeMemory());
            listener.progress(progress);
        }

        @Override
        public boolean stop() {
            return listener.stop();
        }
    }

    static Bytes32 hash(int number) {
        return Bytes32.of(ByteBuffer.allocate(32).putInt(number).array());
    }
}
